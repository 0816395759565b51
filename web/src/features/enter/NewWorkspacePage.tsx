import Button from '@mui/material/Button'
import { useRouter } from 'next/router'
import { useEffect } from 'react'

import { useKnown, useLogin } from '@/app/login'
import { useT } from '@/app/texts'
import { Field } from '@/parts/Field'

import { Card } from './Card'
import { useNewWorkspace } from './newWorkspace'
import { Wrong } from './Wrong'

/** Makes one more workspace. */
export function NewWorkspacePage() {
  const t = useT()
  const router = useRouter()
  const known = useKnown()
  const login = useLogin()
  const workspace = useNewWorkspace()
  useEffect(() => {
    if (known && login === null) void router.replace('/login?back=/new')
  }, [known, login, router])
  return (
    <Card title={t('enter.workspace')} hint={t('enter.firstWorkspaceHint')} onSubmit={() => void workspace.create((slug) => void router.push(`/w/${slug}`))}>
      <Field label={t('enter.workspaceName')} value={workspace.name} autoFocus placeholder={t('enter.workspaceExample')} onChange={({ target }) => workspace.setName(target.value)} />
      <Field label={t('enter.workspaceSlug')} value={workspace.slug} hint={t('enter.workspaceSlugHint', { slug: workspace.slug || 'studio' })} onChange={({ target }) => workspace.setSlug(target.value)} />
      <Wrong>{workspace.wrong}</Wrong>
      <Button type="submit" variant="contained" size="large" loading={workspace.busy} disabled={!workspace.ready}>
        {t('enter.workspaceDo')}
      </Button>
    </Card>
  )
}
