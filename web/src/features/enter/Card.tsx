import Box from '@mui/material/Box'
import Typography from '@mui/material/Typography'
import type { SyntheticEvent, ReactNode } from 'react'

import { useT } from '@/app/texts'
import { Logo } from '@/parts/Logo'
import { Title } from '@/shell/slots'

export interface CardProps {
  title: string
  hint?: ReactNode
  onSubmit?: () => void
  below?: ReactNode
  children?: ReactNode
}

/** The page in front of the workspace: one thing to do, in the middle. */
export function Card({ title, hint, onSubmit, below, children }: CardProps) {
  const t = useT()
  const submit = (event: SyntheticEvent) => {
    event.preventDefault()
    onSubmit?.()
  }
  return (
    <Box component="main" sx={{ minHeight: '100dvh', display: 'grid', alignContent: { xs: 'start', sm: 'center' }, justifyItems: 'center', p: { xs: 5, sm: 8 }, pt: { xs: 14, sm: 8 }, background: 'var(--rx-palette-token-sunken)' }}>
      <Title>{title}</Title>
      <Box sx={{ width: '100%', maxWidth: 384 }}>
        <Box sx={{ display: 'flex', alignItems: 'center', gap: 2.5, mb: 7, fontSize: '0.9375rem', fontWeight: 600, letterSpacing: '-0.01em' }}>
          <Logo size={26} />
          {t('shell.app')}
        </Box>
        <Typography variant="h1">{title}</Typography>
        {hint && (
          <Typography variant="body1" sx={{ color: 'text.secondary', mt: 1.5 }}>
            {hint}
          </Typography>
        )}
        <Box component="form" noValidate onSubmit={submit} sx={{ display: 'grid', gap: 4.5, mt: 7 }}>
          {children}
        </Box>
        {below && <Box sx={{ mt: 6, fontSize: '0.8125rem', color: 'text.secondary' }}>{below}</Box>}
      </Box>
    </Box>
  )
}
