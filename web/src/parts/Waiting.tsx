import Box from '@mui/material/Box'
import Skeleton from '@mui/material/Skeleton'

import { awaitsText } from '@/app/first'
import { useT } from '@/app/texts'

/** Rows that are on their way; `text` when they stand for the text of a page. */
export function Waiting({ rows = 4, text = false }: { rows?: number; text?: boolean }) {
  const t = useT()
  return (
    <Box {...(text && awaitsText)} role="status" aria-label={t('shell.loading')} sx={{ px: 4, py: 2 }}>
      {Array.from({ length: rows }, (_, row) => (
        <Box key={row} sx={{ display: 'flex', alignItems: 'center', gap: 3, height: 44 }}>
          <Skeleton variant="circular" width={22} height={22} />
          <Skeleton width={`${62 - ((row * 17) % 30)}%`} height={18} />
        </Box>
      ))}
    </Box>
  )
}
