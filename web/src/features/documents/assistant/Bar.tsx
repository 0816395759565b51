import Box from '@mui/material/Box'
import Paper from '@mui/material/Paper'
import type { ReactNode } from 'react'

/** One line about the assistant, with what can be done. */
export function Bar({ job, text, children }: { job: string; text: string; children?: ReactNode }) {
  return (
    <Paper elevation={6} data-suggestion={job} sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: 2, px: 3, py: 1.5, borderRadius: 2, fontSize: '0.8125rem' }}>
      <Box role="status" sx={{ flex: 1, minWidth: 180 }}>{text}</Box>
      {children}
    </Paper>
  )
}
