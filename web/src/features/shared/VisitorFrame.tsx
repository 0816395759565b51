import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import type { ReactNode } from 'react'

import { useT } from '@/app/texts'
import { Go } from '@/parts/Go'
import { Logo } from '@/parts/Logo'
import { frame } from '@/theme/tokens'

/** The frame of what a link opens: what one is here, and the way to log in. */
export function VisitorFrame({ words, marks, children }: { words: string; marks?: ReactNode; children: ReactNode }) {
  const t = useT()
  return (
    <Box sx={{ height: '100dvh', display: 'flex', flexDirection: 'column' }}>
      <Box component="header" sx={{ height: frame.topBar, flex: 'none', display: 'flex', alignItems: 'center', gap: 3, px: { xs: 3, sm: 4 }, borderBottom: '1px solid', borderColor: 'token.line' }}>
        <Logo size={22} />
        <Box component="span" sx={{ flex: 1, minWidth: 0, fontSize: '0.8125rem', color: 'text.secondary', overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' }}>{words}</Box>
        {marks}
        <Button component={Go} href="/login" variant="outlined" color="inherit">{t('enter.login')}</Button>
      </Box>
      <Box component="main" id="content" sx={{ flex: 1, minHeight: 0, overflow: 'auto' }}>{children}</Box>
    </Box>
  )
}
