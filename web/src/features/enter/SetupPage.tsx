import Button from '@mui/material/Button'
import Link from '@mui/material/Link'
import { useRouter } from 'next/router'
import { useState } from 'react'

import { client } from '@/app/client'
import { inWords } from '@/app/problems'
import { useT } from '@/app/texts'
import { Field } from '@/parts/Field'
import { Go } from '@/parts/Go'

import { useAttempt, useSecret } from './attempt'
import { Card } from './Card'
import { useNewWorkspace } from './newWorkspace'
import { complete, NOBODY, PersonFields } from './PersonFields'
import { Wrong } from './Wrong'

/** The first start: makes the administrator, and the first workspace. */
export function SetupPage() {
  const t = useT()
  const router = useRouter()
  const secret = useSecret()
  const { busy, failure, attempt } = useAttempt()
  const [person, setPerson] = useState(NOBODY)
  const [step, setStep] = useState<'person' | 'workspace'>('person')
  const workspace = useNewWorkspace()
  const register = () =>
    void attempt(async () => {
      await client.auth.register({ ...person, name: person.name.trim(), email: person.email.trim(), invitation: secret })
      // The secret is spent: the address holds it no longer.
      window.history.replaceState(window.history.state, '', '/setup')
      setStep('workspace')
    })
  if (step === 'workspace') {
    return (
      <Card title={t('enter.firstWorkspace')} hint={t('enter.firstWorkspaceHint')} onSubmit={() => void workspace.create((slug) => void router.replace(`/w/${slug}`))}>
        <Field label={t('enter.workspaceName')} value={workspace.name} autoFocus placeholder={t('enter.workspaceExample')} onChange={({ target }) => workspace.setName(target.value)} />
        <Field label={t('enter.workspaceSlug')} value={workspace.slug} hint={t('enter.workspaceSlugHint', { slug: workspace.slug || 'studio' })} onChange={({ target }) => workspace.setSlug(target.value)} />
        <Wrong>{workspace.wrong}</Wrong>
        <Button type="submit" variant="contained" size="large" loading={workspace.busy} disabled={!workspace.ready}>
          {t('enter.workspaceDo')}
        </Button>
      </Card>
    )
  }
  if (secret === '') {
    return (
      <Card title={t('enter.setup')} hint={t('enter.setupWithout')} below={<Link component={Go} href="/login">{t('enter.toLogin')}</Link>} />
    )
  }
  return (
    <Card title={t('enter.setup')} hint={t('enter.setupHint')} onSubmit={register} below={<Link component={Go} href="/login">{t('enter.haveAccount')}</Link>}>
      <PersonFields value={person} onChange={setPerson} />
      <Wrong>{failure && inWords(failure, t)}</Wrong>
      <Button type="submit" variant="contained" size="large" loading={busy} disabled={!complete(person)}>
        {t('enter.setupDo')}
      </Button>
    </Card>
  )
}
