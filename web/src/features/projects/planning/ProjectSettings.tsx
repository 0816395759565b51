import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import FormControlLabel from '@mui/material/FormControlLabel'
import Switch from '@mui/material/Switch'
import { Tags, Upload } from 'lucide-react'
import dynamic from 'next/dynamic'
import { useRouter } from 'next/router'
import { useState } from 'react'

import { useChangeProjectMutation } from '@/api/planning'
import type { Project } from '@/api/shapes'
import { inWords, useSay } from '@/app/problems'
import { useT } from '@/app/texts'
import { Asking } from '@/parts/Asking'
import { Field } from '@/parts/Field'
import { Go } from '@/parts/Go'
import { Line, Panel, SectionHead } from '@/parts/Sections'
import { useHere } from '@/shell/here'

import { Letting } from './Letting'
import { Statuses } from './Statuses'

const Importing = dynamic(() => import('./Importing').then((loaded) => loaded.Importing), { ssr: false })

/** Name, key, columns, people, imports and the end of a project. */
export function ProjectSettings({ project }: { project: Project }) {
  const t = useT()
  const here = useHere()
  const router = useRouter()
  const { say, fail } = useSay()
  const [change, { isLoading, error }] = useChangeProjectMutation()
  const [name, setName] = useState(project.name)
  const [key, setKey] = useState(project.key)
  const [about, setAbout] = useState(project.about)
  const [asking, setAsking] = useState(false)
  const [importing, setImporting] = useState(false)
  const where = { workspace: here.slug, project: project.id, version: project.version }
  const changed = name.trim() !== project.name || key !== project.key || about !== project.about
  const save = async () => {
    const made = await change({ ...where, name: name.trim(), key, about })
    if (!made.data) return
    say(t('boards.saved'))
    if (made.data.key !== project.key) await router.replace(`/w/${here.slug}/projects/${made.data.key}/settings`)
  }
  const archive = async () => {
    try {
      await change({ ...where, archived: true }).unwrap()
      await router.push(`/w/${here.slug}`)
      say(t('boards.projectArchived', { name: project.name }), { undo: () => void change({ ...where, version: project.version + 1, archived: false }).unwrap().catch(fail) })
    } catch (problem) {
      fail(problem)
    }
  }
  return (
    <>
      <SectionHead title={t('boards.part_settings')} />
      <Panel title={t('boards.general')}>
        <Box component="form" onSubmit={(event: React.SyntheticEvent) => { event.preventDefault(); void save() }} sx={{ p: 4, display: 'grid', gap: 4 }}>
          <Box sx={{ display: 'grid', gridTemplateColumns: { xs: '1fr', sm: '1fr 120px' }, gap: 3 }}>
            <Field label={t('boards.name')} value={name} onChange={({ target }) => setName(target.value)} wrong={error ? inWords(error, t) : null} />
            <Field label={t('work.projectKey')} value={key} onChange={({ target }) => setKey(target.value.toUpperCase().replace(/[^A-Z0-9]/g, ''))} />
          </Box>
          <Field label={t('boards.about')} value={about} multiline minRows={2} onChange={({ target }) => setAbout(target.value)} />
          <Button type="submit" variant="contained" disabled={!changed || name.trim() === '' || key === ''} loading={isLoading} sx={{ justifySelf: 'start' }}>{t('boards.save')}</Button>
        </Box>
        <Box sx={{ px: 4, py: 3 }}>
          <FormControlLabel control={<Switch size="small" checked={project.closed} onChange={(_, closed) => void change({ ...where, closed }).unwrap().catch(fail)} />} label={t('work.projectClosed')} slotProps={{ typography: { variant: 'body2' } }} sx={{ ml: -1, gap: 2 }} />
        </Box>
      </Panel>
      <Statuses project={project} />
      <Letting project={project} />
      <Panel title={t('boards.more_things')}>
        <Line title={t('boards.labels')} hint={t('boards.labelsOfAll')}><Button component={Go} href={`/w/${here.slug}/settings/labels`} variant="outlined" color="inherit" startIcon={<Tags size={14} />}>{t('boards.openLabels')}</Button></Line>
        <Line title={t('boards.import')} hint={t('boards.importHint')}><Button variant="outlined" color="inherit" startIcon={<Upload size={14} />} onClick={() => setImporting(true)}>{t('boards.import')}</Button></Line>
      </Panel>
      <Panel title={t('boards.end')} danger>
        <Line title={t('boards.projectArchive')} hint={t('boards.projectArchiveHint')}><Button variant="outlined" color="error" onClick={() => setAsking(true)}>{t('boards.archive')}</Button></Line>
      </Panel>
      <Asking open={asking} danger title={t('boards.projectArchive')} text={t('boards.projectArchiveHint')} does={t('boards.archive')} onDone={() => { setAsking(false); void archive() }} onClose={() => setAsking(false)} />
      {importing && <Importing project={project} onClose={() => setImporting(false)} />}
    </>
  )
}
