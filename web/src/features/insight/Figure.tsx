import Box from '@mui/material/Box'
import Typography from '@mui/material/Typography'
import type { ReactNode } from 'react'

import { Waiting } from '@/parts/Waiting'

interface FigureProps {
  title: string
  /** What is seen, in words; stands below the picture and is all that some get. */
  said: string
  /** Something to choose beside the title. */
  action?: ReactNode
  loading?: boolean
  wide?: boolean
  children: ReactNode
}

/** A picture in a frame, with its title above and its meaning below. */
export function Figure({ title, said, action, loading = false, wide = false, children }: FigureProps) {
  return (
    <Box component="section" aria-label={title} sx={{ gridColumn: { lg: wide ? '1 / -1' : 'auto' }, minWidth: 0, p: 4, border: '1px solid', borderColor: 'token.line', borderRadius: 2.5, background: 'var(--rx-palette-token-raised)' }}>
      <Box sx={{ display: 'flex', alignItems: 'center', gap: 2, minHeight: 32, mb: 2 }}>
        <Typography variant="h2" sx={{ flex: 1, minWidth: 0 }}>{title}</Typography>
        {action}
      </Box>
      {loading ? <Waiting rows={4} /> : (
        <Box component="figure" sx={{ m: 0 }}>
          {children}
          {said !== '' && <Box component="figcaption" sx={{ mt: 2, fontSize: '0.8125rem', color: 'text.secondary', textWrap: 'pretty' }}>{said}</Box>}
        </Box>
      )}
    </Box>
  )
}
