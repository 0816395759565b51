import Box from '@mui/material/Box'
import type { ElementType, ReactNode } from 'react'

/** Words that are heard and not seen. */
export function Unseen({ as = 'span', children }: { as?: ElementType; children: ReactNode }) {
  return (
    <Box component={as} sx={{ position: 'absolute', width: '1px', height: '1px', m: 0, overflow: 'hidden', clipPath: 'inset(50%)', whiteSpace: 'nowrap' }}>
      {children}
    </Box>
  )
}
