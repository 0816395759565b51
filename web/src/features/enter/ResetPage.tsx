import Button from '@mui/material/Button'
import Link from '@mui/material/Link'
import { useState } from 'react'

import { useForgotMutation, useResetMutation } from '@/api/entering'
import { inWords } from '@/app/problems'
import { useT } from '@/app/texts'
import { Field } from '@/parts/Field'
import { Go } from '@/parts/Go'

import { useSecret } from './attempt'
import { Card } from './Card'
import { passwordWrong } from './rules'
import { Wrong } from './Wrong'

function Ask() {
  const t = useT()
  const [email, setEmail] = useState('')
  const [forgot, { isLoading, error, isSuccess }] = useForgotMutation()
  const below = <Link component={Go} href="/login">{t('enter.toLogin')}</Link>
  if (isSuccess) return <Card title={t('enter.resetSent')} hint={t('enter.resetSentHint', { email })} below={below} />
  return (
    <Card title={t('enter.reset')} hint={t('enter.resetHint')} onSubmit={() => void forgot(email.trim())} below={below}>
      <Field label={t('enter.email')} type="email" autoComplete="username" autoFocus value={email} onChange={({ target }) => setEmail(target.value)} />
      <Wrong>{error ? inWords(error, t) : null}</Wrong>
      <Button type="submit" variant="contained" size="large" loading={isLoading} disabled={!email.includes('@')}>
        {t('enter.resetDo')}
      </Button>
    </Card>
  )
}

function Replace({ secret }: { secret: string }) {
  const t = useT()
  const [password, setPassword] = useState('')
  const [reset, { isLoading, error, isSuccess }] = useResetMutation()
  const wrong = passwordWrong(password)
  const below = <Link component={Go} href="/login">{t('enter.toLogin')}</Link>
  if (isSuccess) return <Card title={t('enter.resetDone')} hint={t('enter.resetDoneHint')} below={below} />
  return (
    <Card title={t('enter.newPassword')} onSubmit={() => void reset({ secret, password })} below={below}>
      <Field label={t('enter.password')} type="password" autoComplete="new-password" autoFocus value={password} hint={t('enter.passwordHint')} wrong={wrong && t(wrong)} onChange={({ target }) => setPassword(target.value)} />
      <Wrong>{error ? inWords(error, t) : null}</Wrong>
      <Button type="submit" variant="contained" size="large" loading={isLoading} disabled={password === '' || wrong !== null}>
        {t('shell.save')}
      </Button>
    </Card>
  )
}

/** A forgotten password: asks for the mail, and with its link for the new password. */
export function ResetPage() {
  const secret = useSecret()
  return secret === '' ? <Ask /> : <Replace secret={secret} />
}
