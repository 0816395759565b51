import Link from '@mui/material/Link'

import { useT } from '@/app/texts'
import { Card } from '@/features/enter/Card'
import { Go } from '@/parts/Go'

/** The way to log in. */
export function ToLogin() {
  const t = useT()
  return <Link component={Go} href="/login">{t('enter.toLogin')}</Link>
}

/** What is behind a link that does not work, or not any more. */
export function Void() {
  const t = useT()
  return <Card title={t('access.void')} hint={t('access.voidHint')} below={<ToLogin />} />
}
