import Button from '@mui/material/Button'
import Link from '@mui/material/Link'
import { useRouter } from 'next/router'
import { useState } from 'react'

import { useAcceptInvitationMutation, usePreviewInvitationQuery } from '@/api/workspaces'
import { client } from '@/app/client'
import { useKnown, useLogin } from '@/app/login'
import { inWords } from '@/app/problems'
import { useT } from '@/app/texts'
import { Go } from '@/parts/Go'

import { useAttempt, useSecret } from './attempt'
import { Card } from './Card'
import { complete, NOBODY, PersonFields } from './PersonFields'
import { Wrong } from './Wrong'

/** An invitation: joins with a new account, or with the one that somebody has. */
export function JoinPage() {
  const t = useT()
  const router = useRouter()
  const secret = useSecret()
  const known = useKnown()
  const login = useLogin()
  const preview = usePreviewInvitationQuery(secret, { skip: secret === '' })
  const [accept, { isLoading, error }] = useAcceptInvitationMutation()
  const { busy, failure, attempt } = useAttempt()
  const [person, setPerson] = useState(NOBODY)
  if (!known || preview.isLoading) return null
  if (secret === '' || !preview.data) {
    return <Card title={t('enter.joinVoid')} hint={t('enter.joinVoidHint')} below={<Link component={Go} href="/">{t('enter.toLogin')}</Link>} />
  }
  const { workspace, role, email, invited_by } = preview.data
  const newcomer = { ...person, email: email ?? person.email }
  const title = t('enter.join', { workspace })
  const hint = t(invited_by ? 'enter.joinBy' : 'enter.joinAs', { name: invited_by ?? '', role: t(`settings.${role}`) })
  const join = async () => {
    const joined = await accept(secret)
    if (joined.data) await router.replace(`/w/${joined.data.slug}`)
  }
  const register = () =>
    void attempt(async () => {
      await client.auth.register({ ...newcomer, name: newcomer.name.trim(), email: newcomer.email.trim(), invitation: secret })
      await router.replace('/')
    })
  if (login) {
    return (
      <Card title={title} hint={hint} onSubmit={() => void join()}>
        <Wrong>{error ? inWords(error, t) : null}</Wrong>
        <Button type="submit" variant="contained" size="large" loading={isLoading}>
          {t('enter.joinDo', { name: login.person.name })}
        </Button>
      </Card>
    )
  }
  const back = encodeURIComponent(`/join#${secret}`)
  return (
    <Card title={title} hint={hint} onSubmit={register} below={<Link component={Go} href={`/login?back=${back}`}>{t('enter.haveAccount')}</Link>}>
      <PersonFields value={newcomer} onChange={setPerson} fixedEmail={email ?? null} />
      <Wrong>{failure && inWords(failure, t)}</Wrong>
      <Button type="submit" variant="contained" size="large" loading={busy} disabled={!complete(newcomer)}>
        {t('enter.registerDo')}
      </Button>
    </Card>
  )
}
