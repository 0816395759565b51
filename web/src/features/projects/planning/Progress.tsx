import Box from '@mui/material/Box'

import { useT } from '@/app/texts'

/** How much of something is done, as a bar with its figures. */
export function Progress({ done, all }: { done: number; all: number }) {
  const t = useT()
  const said = t('boards.partsDone', { done, all })
  return (
    <Box sx={{ display: 'flex', alignItems: 'center', gap: 2, fontSize: '0.75rem', color: 'text.secondary', fontVariantNumeric: 'tabular-nums' }}>
      <Box role="progressbar" aria-label={said} aria-valuenow={done} aria-valuemin={0} aria-valuemax={all} sx={{ width: 84, height: 4, borderRadius: 2, background: 'var(--rx-palette-token-line)', overflow: 'hidden' }}>
        <Box sx={{ height: '100%', background: 'var(--rx-palette-token-accent)' }} style={{ width: `${(100 * done) / Math.max(1, all)}%` }} />
      </Box>
      {done}/{all}
    </Box>
  )
}
