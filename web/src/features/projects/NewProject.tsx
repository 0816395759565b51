import FormControlLabel from '@mui/material/FormControlLabel'
import Switch from '@mui/material/Switch'
import { useRouter } from 'next/router'
import { useState } from 'react'

import { useCreateProjectMutation } from '@/api/workspaces'
import { inWords } from '@/app/problems'
import { useT } from '@/app/texts'
import { Asking } from '@/parts/Asking'
import { Field } from '@/parts/Field'
import { useHere } from '@/shell/here'

const keyOf = (name: string): string =>
  name
    .normalize('NFD')
    .replace(/[^a-zA-Z ]/g, '')
    .trim()
    .split(/\s+/)
    .map((word, _, words) => (words.length > 1 ? (word[0] ?? '') : word.slice(0, 3)))
    .join('')
    .toUpperCase()
    .slice(0, 5)

/** Asks for the name and the key of a project, and makes it. */
export function NewProject({ open, onClose }: { open: boolean; onClose: () => void }) {
  const t = useT()
  const here = useHere()
  const router = useRouter()
  const [create, { isLoading, error, reset }] = useCreateProjectMutation()
  const [name, setName] = useState('')
  const [key, setKey] = useState('')
  const [closed, setClosed] = useState(false)
  const short = key || keyOf(name)
  const close = () => {
    reset()
    onClose()
  }
  const done = async () => {
    const made = await create({ workspace: here.slug, name: name.trim(), key: short, about: '', closed })
    if (!made.data) return
    setName('')
    setKey('')
    setClosed(false)
    close()
    await router.push(`/w/${here.slug}/projects/${made.data.key}`)
  }
  return (
    <Asking open={open} title={t('shell.newProject')} does={t('shell.create')} busy={isLoading} ready={name.trim() !== '' && short.length > 0} onDone={() => void done()} onClose={close}>
      <Field label={t('work.projectName')} value={name} autoFocus onChange={({ target }) => setName(target.value)} wrong={error ? inWords(error, t) : null} />
      <Field label={t('work.projectKey')} value={short} hint={t('work.projectKeyHint', { key: short || 'REN' })} onChange={({ target }) => setKey(target.value.toUpperCase().replace(/[^A-Z0-9]/g, ''))} />
      <FormControlLabel control={<Switch size="small" checked={closed} onChange={(_, on) => setClosed(on)} />} label={t('work.projectClosed')} slotProps={{ typography: { variant: 'body2' } }} sx={{ ml: -1, gap: 2 }} />
    </Asking>
  )
}
