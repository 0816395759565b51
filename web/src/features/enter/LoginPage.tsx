import Button from '@mui/material/Button'
import Link from '@mui/material/Link'
import { useRouter } from 'next/router'
import { useEffect, useState } from 'react'

import { client } from '@/app/client'
import { useKnown, useLogin } from '@/app/login'
import { inWords } from '@/app/problems'
import { useT } from '@/app/texts'
import { Field } from '@/parts/Field'
import { Go } from '@/parts/Go'

import { safeBack, useAttempt } from './attempt'
import { Card } from './Card'
import { Wrong } from './Wrong'

/** Mail address and password, and a code where the account asks for one. */
export function LoginPage() {
  const t = useT()
  const router = useRouter()
  useKnown()
  const login = useLogin()
  const { busy, failure, attempt } = useAttempt()
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const [code, setCode] = useState('')
  const [asked, setAsked] = useState(false)
  useEffect(() => {
    if (login && router.isReady) void router.replace(safeBack(router.query.back))
  }, [login, router])
  const enter = () => {
    if (email.trim() === '' || password === '') return
    void attempt(async () => {
      await client.auth.login({ email: email.trim(), password, ...(code ? { code: code.replace(/\s/g, '') } : {}) }).catch((error: unknown) => {
        if (needsCode(error)) setAsked(true)
        throw error
      })
    })
  }
  const wrong = failure === null || (asked && code === '' && needsCode(failure)) ? null : failure.status === 401 ? t(asked ? 'enter.wrongCode' : 'enter.wrongPassword') : inWords(failure, t)
  return (
    <Card title={t('enter.login')} hint={asked ? t('enter.codeHint') : undefined} onSubmit={enter} below={<Link component={Go} href="/reset">{t('enter.forgot')}</Link>}>
      {asked ? (
        <Field key="code" label={t('enter.code')} value={code} autoFocus autoComplete="one-time-code" inputProps={{ inputMode: 'text', maxLength: 24 }} onChange={({ target }) => setCode(target.value)} />
      ) : (
        <>
          <Field label={t('enter.email')} type="email" name="email" autoComplete="username" autoFocus value={email} onChange={({ target }) => setEmail(target.value)} />
          <Field label={t('enter.password')} type="password" name="password" autoComplete="current-password" value={password} onChange={({ target }) => setPassword(target.value)} />
        </>
      )}
      <Wrong>{wrong}</Wrong>
      <Button type="submit" variant="contained" size="large" loading={busy}>
        {t('enter.loginDo')}
      </Button>
    </Card>
  )
}

/** Whether the server wants the second factor. */
const needsCode = (error: unknown): boolean => {
  const { code } = error as { code?: string }
  return code === 'code-needed'
}
