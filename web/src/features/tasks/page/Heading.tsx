import Box from '@mui/material/Box'
import type { ReactNode } from 'react'

/** A part of a task, with its name and what can be done there. */
export function Heading({ text, note, action, children }: { text: string; note?: ReactNode; action?: ReactNode; children: ReactNode }) {
  return (
    <Box component="section" aria-label={text} sx={{ mt: 7 }}>
      <Box sx={{ display: 'flex', alignItems: 'center', gap: 2, minHeight: 30, mb: 1 }}>
        <Box component="h2" sx={{ m: 0, fontSize: '0.8125rem', fontWeight: 600 }}>{text}</Box>
        <Box sx={{ flex: 1, fontSize: '0.75rem', color: 'text.secondary' }}>{note}</Box>
        {action}
      </Box>
      {children}
    </Box>
  )
}
