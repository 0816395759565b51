import Button from '@mui/material/Button'

import { useT } from '@/app/texts'
import { Go } from '@/parts/Go'

import { Card } from './Card'

/** An address that is none. */
export function NotFound() {
  const t = useT()
  return (
    <Card title={t('shell.notFound')} hint={t('shell.notFoundHint')}>
      <Button component={Go} href="/" variant="outlined" color="inherit" sx={{ justifySelf: 'start' }}>
        {t('shell.goHome')}
      </Button>
    </Card>
  )
}
