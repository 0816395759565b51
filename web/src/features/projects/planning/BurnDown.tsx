import Box from '@mui/material/Box'

import type { Cycle, Task } from '@/api/shapes'
import { today } from '@/api/tasks'
import { useLanguage, useT } from '@/app/texts'
import { dayIn, dayInWords, daysBetween } from '@/features/tasks/days'

const WIDTH = 640
const HEIGHT = 150
const LEFT = 28
const BOTTOM = 20

/** How many tasks of a cycle were open at the end of each day, beside an even pace. */
export function BurnDown({ cycle, tasks }: { cycle: Cycle; tasks: readonly Task[] }) {
  const t = useT()
  const { language } = useLanguage()
  const days = daysBetween(cycle.start, cycle.end)
  const last = Math.min(days, Math.max(0, daysBetween(cycle.start, today())))
  const all = tasks.length
  const open = Array.from({ length: last + 1 }, (_, day) => tasks.filter(({ completed_at }) => !completed_at || completed_at.slice(0, 10) > dayIn(day, cycle.start)).length)
  const x = (day: number) => LEFT + ((WIDTH - LEFT - 6) * day) / Math.max(1, days)
  const y = (count: number) => 6 + (HEIGHT - BOTTOM - 6) * (1 - count / Math.max(1, all))
  const line = open.map((count, day) => `${day === 0 ? 'M' : 'L'}${x(day).toFixed(1)} ${y(count).toFixed(1)}`).join('')
  const left = open[open.length - 1] ?? all
  const said = t('boards.burnDownSays', { left, all, day: dayInWords(dayIn(last, cycle.start), language) })
  return (
    <Box component="figure" sx={{ m: 0 }}>
      <Box component="svg" role="img" aria-label={said} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} sx={{ width: '100%', display: 'block', '& text': { fontSize: 11, fill: 'var(--rx-palette-token-textMuted)' } }}>
        {[0, Math.round(all / 2), all].filter((count, at, counts) => counts.indexOf(count) === at).map((count) => (
          <g key={count}>
            <line x1={LEFT} x2={WIDTH - 6} y1={y(count)} y2={y(count)} stroke="var(--rx-palette-token-line)" />
            <text x={LEFT - 8} y={y(count) + 4} textAnchor="end">{count}</text>
          </g>
        ))}
        <line x1={x(0)} y1={y(all)} x2={x(days)} y2={y(0)} stroke="var(--rx-palette-token-lineStrong)" strokeDasharray="4 4" />
        <path d={`${line}L${x(last).toFixed(1)} ${y(0)}L${x(0)} ${y(0)}Z`} fill="var(--rx-palette-token-accentSoft)" opacity={0.7} />
        <path d={line} fill="none" stroke="var(--rx-palette-token-accent)" strokeWidth={2} strokeLinejoin="round" />
        <circle cx={x(last)} cy={y(left)} r={3.5} fill="var(--rx-palette-token-accent)" />
        <text x={LEFT} y={HEIGHT - 4}>{dayInWords(cycle.start, language)}</text>
        <text x={WIDTH - 6} y={HEIGHT - 4} textAnchor="end">{dayInWords(cycle.end, language)}</text>
      </Box>
      <Box component="figcaption" sx={{ fontSize: '0.75rem', color: 'text.secondary', mt: 1 }}>{said}</Box>
    </Box>
  )
}
