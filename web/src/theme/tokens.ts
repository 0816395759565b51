/** What every colour, distance and size of the app is made of. Components use these names, never raw values. */

/** Colours of one scheme. Text on its ground has a contrast of 4.5 or more (held by the browser tests). */
export interface Palette {
  /** Behind everything. */
  ground: string
  /** The side bar and what lies lower than the page. */
  sunken: string
  /** Cards, menus, dialogs. */
  raised: string
  /** A row under the pointer. */
  hover: string
  /** A row that is chosen. */
  chosen: string
  line: string
  lineStrong: string
  text: string
  textMuted: string
  textFaint: string
  accent: string
  accentHover: string
  accentText: string
  accentSoft: string
  onAccent: string
  danger: string
  dangerSoft: string
  warning: string
  warningSoft: string
  success: string
  successSoft: string
  info: string
  shadow: string
}

export const light: Palette = {
  ground: '#ffffff',
  sunken: '#f6f6f4',
  raised: '#ffffff',
  hover: '#f1f1ee',
  chosen: '#e8ecea',
  line: '#e6e6e2',
  lineStrong: '#d3d3cd',
  text: '#1b1d1f',
  textMuted: '#595e63',
  textFaint: '#6a6f74',
  accent: '#0b7568',
  accentHover: '#095f55',
  accentText: '#0a6a5e',
  accentSoft: '#e0f1ee',
  onAccent: '#ffffff',
  danger: '#b3261e',
  dangerSoft: '#fbeae8',
  warning: '#8a5300',
  warningSoft: '#fbf0dd',
  success: '#1b6e3c',
  successSoft: '#e3f3e8',
  info: '#1f5fa8',
  shadow: '20 24 28'
}

export const dark: Palette = {
  ground: '#131517',
  sunken: '#0e1011',
  raised: '#1a1d20',
  hover: '#1d2124',
  chosen: '#22292b',
  line: '#262a2e',
  lineStrong: '#383e44',
  text: '#e7e9ea',
  textMuted: '#a2a9af',
  textFaint: '#8b9299',
  accent: '#3cbfae',
  accentHover: '#5bcfc0',
  accentText: '#5accbc',
  accentSoft: '#14302d',
  onAccent: '#04211d',
  danger: '#f28b82',
  dangerSoft: '#3a1d1b',
  warning: '#e9b45f',
  warningSoft: '#33270f',
  success: '#6cc58c',
  successSoft: '#15301f',
  info: '#84b6ef',
  shadow: '0 0 0'
}

/** Corner radii in pixels. */
export const radius = { small: 4, medium: 6, large: 10 } as const

/** Widths and heights of the frame, in pixels. */
export const frame = { sideBar: 244, topBar: 48, readable: 720, margin: 264, marginGap: 24, outline: 200, settings: 760 } as const

/** Below this width the side bar is a drawer. */
export const NARROW = '(max-width: 899.95px)'

/** How long something moves. Nothing moves when people ask for less motion. */
export const motion = { quick: '90ms', calm: '160ms', ease: 'cubic-bezier(.2,.7,.3,1)' } as const

export const fonts = {
  text: '"Inter Variable", "Inter", system-ui, -apple-system, "Segoe UI", sans-serif',
  mono: 'ui-monospace, "SFMono-Regular", "JetBrains Mono", Menlo, Consolas, monospace'
} as const
