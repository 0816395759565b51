import Button from '@mui/material/Button'
import Checkbox from '@mui/material/Checkbox'
import FormControlLabel from '@mui/material/FormControlLabel'
import Link from '@mui/material/Link'
import { useRouter } from 'next/router'
import { useState } from 'react'

import { client } from '@/app/client'
import { useLogin } from '@/app/login'
import { inWords } from '@/app/problems'
import { useAppDispatch } from '@/app/store'
import { useT } from '@/app/texts'
import { Field } from '@/parts/Field'
import { Go } from '@/parts/Go'

import { useAttempt, useSecret } from './attempt'
import { Card } from './Card'
import { fillWithExample } from './example'
import { useNewWorkspace } from './newWorkspace'
import { complete, NOBODY, PersonFields } from './PersonFields'
import { Wrong } from './Wrong'

/** The first start: makes the administrator, and the first workspace. */
export function SetupPage() {
  const t = useT()
  const router = useRouter()
  const dispatch = useAppDispatch()
  const login = useLogin()
  const secret = useSecret()
  const { busy, failure, attempt } = useAttempt()
  const [person, setPerson] = useState(NOBODY)
  const [step, setStep] = useState<'person' | 'workspace'>('person')
  const workspace = useNewWorkspace()
  const [example, setExample] = useState(true)
  const [filling, setFilling] = useState(false)
  const begin = async (slug: string) => {
    setFilling(true)
    // An example that fails is none: the workspace is there.
    if (example && login) await fillWithExample(slug, login.person.id, { dispatch, t }).catch(() => undefined)
    await router.replace(`/w/${slug}`)
  }
  const register = () =>
    void attempt(async () => {
      await client.auth.register({ ...person, name: person.name.trim(), email: person.email.trim(), invitation: secret })
      // The secret is spent: the address holds it no longer.
      window.history.replaceState(window.history.state, '', '/setup')
      setStep('workspace')
    })
  if (step === 'workspace') {
    return (
      <Card title={t('enter.firstWorkspace')} hint={t('enter.firstWorkspaceHint')} onSubmit={() => void workspace.create((slug) => void begin(slug))}>
        <Field label={t('enter.workspaceName')} value={workspace.name} autoFocus placeholder={t('enter.workspaceExample')} onChange={({ target }) => workspace.setName(target.value)} />
        <Field label={t('enter.workspaceSlug')} value={workspace.slug} hint={t('enter.workspaceSlugHint', { slug: workspace.slug || 'studio' })} onChange={({ target }) => workspace.setSlug(target.value)} />
        <FormControlLabel control={<Checkbox checked={example} onChange={(_, on) => setExample(on)} />} label={t('enter.example')} slotProps={{ typography: { variant: 'body2' } }} sx={{ ml: -1.5 }} />
        <Wrong>{workspace.wrong}</Wrong>
        <Button type="submit" variant="contained" size="large" loading={workspace.busy || filling} disabled={!workspace.ready}>
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
