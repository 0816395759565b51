import Link from '@mui/material/Link'
import { useEffect, useRef } from 'react'

import { useVerifyMutation } from '@/api/entering'
import { useT } from '@/app/texts'
import { Go } from '@/parts/Go'

import { useSecret } from './attempt'
import { Card } from './Card'

/** The link of a mail that shows whose the address is. */
export function VerifyPage() {
  const t = useT()
  const secret = useSecret()
  const [verify, { isSuccess, isError }] = useVerifyMutation()
  const asked = useRef(false)
  useEffect(() => {
    if (asked.current || secret === '') return
    asked.current = true
    void verify(secret)
  }, [secret, verify])
  const below = <Link component={Go} href="/">{t('shell.goHome')}</Link>
  if (isSuccess) return <Card title={t('enter.verified')} hint={t('enter.verifiedHint')} below={below} />
  if (isError || secret === '') return <Card title={t('enter.joinVoid')} hint={t('enter.verifyVoidHint')} below={below} />
  return <Card title={t('enter.verifying')} />
}
