import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import { Pencil, Plus, RefreshCw, Trash2 } from 'lucide-react'
import { useState } from 'react'

import { useCountsQuery } from '@/api/boards'
import { useChangeCycleMutation, useCreateCycleMutation, useRemoveCycleMutation } from '@/api/planning'
import type { Cycle, Project } from '@/api/shapes'
import { today, useCyclesQuery, useTasksQuery } from '@/api/tasks'
import { inWords, useSay } from '@/app/problems'
import { useLanguage, useT } from '@/app/texts'
import { dayIn, dayInWords } from '@/features/tasks/days'
import { Asking } from '@/parts/Asking'
import { EmptyState } from '@/parts/EmptyState'
import { Field } from '@/parts/Field'
import { Go } from '@/parts/Go'
import { Line, Panel, SectionHead } from '@/parts/Sections'
import { Tip } from '@/parts/Tip'
import { Waiting } from '@/parts/Waiting'
import { useHere } from '@/shell/here'

import { quoted } from '../filter/terms'

import { BurnDown } from './BurnDown'
import { Progress } from './Progress'

function Writing({ project, cycle, after, onClose }: { project: Project; cycle: Cycle | null; after: Cycle | undefined; onClose: () => void }) {
  const t = useT()
  const here = useHere()
  const [create, making] = useCreateCycleMutation()
  const [change, changing] = useChangeCycleMutation()
  const begin = after && after.end >= today() ? dayIn(1, after.end) : today()
  const [name, setName] = useState(cycle?.name ?? '')
  const [start, setStart] = useState(cycle?.start ?? begin)
  const [end, setEnd] = useState(cycle?.end ?? dayIn(13, begin))
  const error = making.error ?? changing.error
  const where = { workspace: here.slug, project: project.id }
  const done = async () => {
    const made = cycle ? await change({ ...where, cycle: cycle.id, version: cycle.version, name: name.trim(), start, end }) : await create({ ...where, name: name.trim(), start, end })
    if (made.data) onClose()
  }
  return (
    <Asking open title={t(cycle ? 'boards.cycleChange' : 'boards.cycleNew')} does={t('boards.save')} busy={making.isLoading || changing.isLoading} ready={name.trim() !== '' && start <= end} onDone={() => void done()} onClose={onClose}>
      <Field label={t('boards.name')} value={name} autoFocus onChange={({ target }) => setName(target.value)} wrong={error ? inWords(error, t) : null} />
      <Box sx={{ display: 'grid', gridTemplateColumns: '1fr 1fr', gap: 3 }}>
        <Field label={t('boards.begins')} type="date" value={start} onChange={({ target }) => setStart(target.value)} />
        <Field label={t('boards.ends')} type="date" value={end} onChange={({ target }) => setEnd(target.value)} />
      </Box>
    </Asking>
  )
}

function Current({ cycle, project }: { cycle: Cycle; project: Project }) {
  const t = useT()
  const here = useHere()
  const tasks = useTasksQuery({ workspace: here.slug, filter: `project:${project.key} cycle:${quoted(cycle.name)}`, limit: 200 }).data?.items
  if (!tasks) return <Waiting rows={3} />
  if (tasks.length === 0) return <Box sx={{ px: 4, py: 4, fontSize: '0.8125rem', color: 'text.secondary' }}>{t('boards.cycleEmpty')}</Box>
  return <Box sx={{ p: 4 }}><BurnDown cycle={cycle} tasks={tasks} /></Box>
}

/** Cycles of a project: the one that runs with its burn-down, those to come, those that were. */
export function Cycles({ project }: { project: Project }) {
  const t = useT()
  const here = useHere()
  const { language } = useLanguage()
  const { say, fail } = useSay()
  const [writing, setWriting] = useState<'new' | Cycle | null>(null)
  const [removing, setRemoving] = useState<Cycle | null>(null)
  const [remove] = useRemoveCycleMutation()
  const { data } = useCyclesQuery({ workspace: here.slug, project: project.id })
  const filter = `project:${project.key} -no:cycle`
  const all = useCountsQuery({ workspace: here.slug, filter, group: 'cycle' }).data
  const done = useCountsQuery({ workspace: here.slug, filter: `${filter} is:closed`, group: 'cycle' }).data
  const editable = here.role !== 'guest'
  const now = today()
  const cycles = [...(data?.items ?? [])].sort((one, other) => one.start.localeCompare(other.start))
  const parts = [
    { id: 'current', some: cycles.filter(({ start, end }) => start <= now && end >= now) },
    { id: 'upcoming', some: cycles.filter(({ start }) => start > now) },
    { id: 'past', some: cycles.filter(({ end }) => end < now).reverse() }
  ] as const
  const gone = () => {
    if (removing) remove({ workspace: here.slug, project: project.id, cycle: removing.id }).unwrap().then(() => say(t('boards.goneDone', { name: removing.name })), fail)
    setRemoving(null)
  }
  return (
    <>
      <SectionHead title={t('boards.part_cycles')} hint={t('boards.cyclesHint')} action={editable && <Button variant="contained" startIcon={<Plus size={14} />} onClick={() => setWriting('new')}>{t('boards.cycleNew')}</Button>} />
      {!data && <Waiting />}
      {data?.items.length === 0 && <EmptyState icon={RefreshCw} title={t('boards.cyclesNone')} hint={t('boards.cyclesHint')} />}
      {parts.map(({ id, some }) => some.length > 0 && (
        <Panel key={id} title={t(`boards.cycles_${id}`)}>
          {some.map((cycle) => (
            <Box key={cycle.id}>
              <Line title={<Box component={Go} href={`/w/${here.slug}/projects/${project.key}?filter=${encodeURIComponent(`cycle:${quoted(cycle.name)}`)}`} sx={{ textDecoration: 'none', '&:hover': { textDecoration: 'underline' } }}>{cycle.name}</Box>} hint={`${dayInWords(cycle.start, language)} – ${dayInWords(cycle.end, language)}`}>
                <Progress done={done?.[cycle.id] ?? 0} all={all?.[cycle.id] ?? 0} />
                {editable && <Tip name={t('boards.changeNamed', { name: cycle.name })} icon={Pencil} iconSize={14} onClick={() => setWriting(cycle)} />}
                {editable && <Tip name={t('boards.removeNamed', { name: cycle.name })} icon={Trash2} iconSize={14} onClick={() => setRemoving(cycle)} />}
              </Line>
              {id === 'current' && <Current cycle={cycle} project={project} />}
            </Box>
          ))}
        </Panel>
      ))}
      {writing && <Writing project={project} cycle={writing === 'new' ? null : writing} after={cycles[cycles.length - 1]} onClose={() => setWriting(null)} />}
      <Asking open={removing !== null} danger title={t('boards.removeNamed', { name: removing?.name ?? '' })} text={t('boards.tasksStay')} does={t('boards.remove')} onDone={gone} onClose={() => setRemoving(null)} />
    </>
  )
}
