const token = (name: string) => `var(--rx-palette-token-${name})`

/** Colours of lines and areas, from the tokens. */
export const colors = {
  made: token('info'),
  begun: token('warning'),
  done: token('accent'),
  likely: token('accent'),
  line: token('textFaint')
} as const

/** How every chart looks: the app's letters and lines. */
export const drawn = {
  '& text': { fontFamily: 'inherit', fontSize: '11px !important' },
  '& .MuiChartsAxis-tickLabel': { fill: `${token('textMuted')} !important` },
  '& .MuiChartsAxis-line, & .MuiChartsAxis-tick': { stroke: `${token('lineStrong')} !important` },
  '& .MuiChartsGrid-line': { stroke: `${token('line')} !important` },
  '& .MuiChartsReferenceLine-line': { stroke: token('lineStrong'), strokeDasharray: '4 4' },
  '& .MuiChartsReferenceLine-label': { fill: token('textMuted') }
} as const

/** Room around a drawing; the frame gives the rest. */
export const margin = { top: 12, right: 16, bottom: 4, left: 0 } as const

export const HEIGHT = 240

/** A day as a point in time, at its noon, so that no time zone moves it. */
export const instantOf = (day: string): Date => new Date(`${day}T12:00:00`)

/** A share in percent. */
export const percent = (share: number): string => `${Math.round(share * 100)} %`

/** Days with as many digits as help. */
export const rounded = (days: number): string => (days < 10 ? days.toFixed(1) : String(Math.round(days)))
