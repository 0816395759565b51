import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import { useRouter } from 'next/router'
import { useState, type SyntheticEvent } from 'react'

import { useChangeWorkspaceMutation } from '@/api/workspaces'
import { inWords, useSay } from '@/app/problems'
import { useT } from '@/app/texts'
import { Field } from '@/parts/Field'
import { Panel, SectionHead } from '@/parts/Sections'
import { useHere, type Here } from '@/shell/here'

function Names({ here }: { here: Here }) {
  const t = useT()
  const router = useRouter()
  const { say } = useSay()
  const { workspace } = here
  const [name, setName] = useState(workspace.name)
  const [slug, setSlug] = useState(workspace.slug)
  const [save, { isLoading, error }] = useChangeWorkspaceMutation()
  const same = name.trim() === workspace.name && slug === workspace.slug
  const submit = async (event: SyntheticEvent) => {
    event.preventDefault()
    const saved = await save({ workspace: workspace.id, version: workspace.version, name: name.trim(), slug })
    if (!saved.data) return
    say(t('settings.saved'))
    if (saved.data.slug !== here.slug) await router.replace(`/w/${saved.data.slug}/settings/general`)
  }
  return (
    <Box component="form" noValidate onSubmit={(event) => void submit(event)} sx={{ display: 'grid', gap: 4, p: 4 }}>
      <Field label={t('enter.workspaceName')} value={name} disabled={!here.runs} onChange={({ target }) => setName(target.value)} />
      <Field label={t('enter.workspaceSlug')} value={slug} disabled={!here.runs} hint={t('enter.workspaceSlugHint', { slug })} wrong={error ? inWords(error, t) : null} onChange={({ target }) => setSlug(target.value.toLowerCase().replace(/[^a-z0-9-]/g, ''))} />
      {here.runs && (
        <Button type="submit" variant="contained" loading={isLoading} disabled={same || name.trim() === '' || slug === ''} sx={{ justifySelf: 'start' }}>
          {t('shell.save')}
        </Button>
      )}
    </Box>
  )
}

/** Name and address of the workspace. */
export function General() {
  const t = useT()
  const here = useHere()
  return (
    <>
      <SectionHead title={t('settings.general')} hint={t(here.runs ? 'settings.generalHint' : 'settings.onlyAdmins')} />
      <Panel>
        <Names key={here.workspace.version} here={here} />
      </Panel>
    </>
  )
}
