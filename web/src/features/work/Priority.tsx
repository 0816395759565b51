import Box from '@mui/material/Box'

import type { Priority as Level } from '@/api/shapes'
import { useT, type TextKey } from '@/app/texts'

const NAMES: Record<Level, TextKey> = {
  urgent: 'work.priorityUrgent',
  high: 'work.priorityHigh',
  medium: 'work.priorityMedium',
  low: 'work.priorityLow',
  none: 'work.priorityNone'
}
const BARS: Record<Level, number> = { urgent: 3, high: 3, medium: 2, low: 1, none: 0 }

/** How pressing a task is: three bars, as many of them full. */
export function Priority({ level }: { level: Level }) {
  const t = useT()
  const full = BARS[level]
  const color = level === 'urgent' ? 'var(--rx-palette-token-danger)' : 'var(--rx-palette-token-textMuted)'
  return (
    <Box component="svg" role="img" aria-label={t(NAMES[level])} viewBox="0 0 14 14" sx={{ width: 14, height: 14, flex: 'none' }}>
      {[0, 1, 2].map((bar) => (
        <rect key={bar} x={1 + bar * 4.5} y={9 - bar * 3} width={3} height={4 + bar * 3} rx={1} fill={color} opacity={bar < full ? 1 : 0.25} />
      ))}
    </Box>
  )
}
