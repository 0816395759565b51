import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import { CircleCheck, Flag, Pencil, Plus, RotateCcw, Trash2 } from 'lucide-react'
import { useState } from 'react'

import { useCountsQuery } from '@/api/boards'
import { useChangeMilestoneMutation, useCreateMilestoneMutation, useMilestonesQuery, useRemoveMilestoneMutation } from '@/api/planning'
import type { Milestone, Project } from '@/api/shapes'
import { inWords, useSay } from '@/app/problems'
import { useLanguage, useT } from '@/app/texts'
import { dayInWords } from '@/features/tasks/days'
import { Asking } from '@/parts/Asking'
import { EmptyState } from '@/parts/EmptyState'
import { Field } from '@/parts/Field'
import { Go } from '@/parts/Go'
import { Line, Panel, SectionHead } from '@/parts/Sections'
import { Tip } from '@/parts/Tip'
import { Waiting } from '@/parts/Waiting'
import { useHere } from '@/shell/here'

import { quoted } from '../filter/terms'

import { Progress } from './Progress'

function Writing({ project, milestone, onClose }: { project: Project; milestone: Milestone | null; onClose: () => void }) {
  const t = useT()
  const here = useHere()
  const [create, making] = useCreateMilestoneMutation()
  const [change, changing] = useChangeMilestoneMutation()
  const [name, setName] = useState(milestone?.name ?? '')
  const [about, setAbout] = useState(milestone?.about ?? '')
  const [due, setDue] = useState(milestone?.due ?? '')
  const error = making.error ?? changing.error
  const body = { workspace: here.slug, project: project.id, name: name.trim(), about: about.trim(), due: due || null }
  const done = async () => {
    const made = milestone ? await change({ ...body, milestone: milestone.id, version: milestone.version }) : await create(body)
    if (made.data) onClose()
  }
  return (
    <Asking open title={t(milestone ? 'boards.milestoneChange' : 'boards.milestoneNew')} does={t('boards.save')} busy={making.isLoading || changing.isLoading} ready={name.trim() !== ''} onDone={() => void done()} onClose={onClose}>
      <Field label={t('boards.name')} value={name} autoFocus onChange={({ target }) => setName(target.value)} wrong={error ? inWords(error, t) : null} />
      <Field label={t('boards.about')} value={about} multiline onChange={({ target }) => setAbout(target.value)} />
      <Field label={t('boards.due')} type="date" value={due} onChange={({ target }) => setDue(target.value)} />
    </Asking>
  )
}

/** Milestones of a project: what is to be reached, until when, and how far it is. */
export function Milestones({ project }: { project: Project }) {
  const t = useT()
  const here = useHere()
  const { language } = useLanguage()
  const { say, fail } = useSay()
  const [writing, setWriting] = useState<'new' | Milestone | null>(null)
  const [removing, setRemoving] = useState<Milestone | null>(null)
  const [change] = useChangeMilestoneMutation()
  const [remove] = useRemoveMilestoneMutation()
  const where = { workspace: here.slug, project: project.id }
  const { data } = useMilestonesQuery(where)
  const filter = `project:${project.key} -no:milestone`
  const all = useCountsQuery({ workspace: here.slug, filter, group: 'milestone' }).data
  const done = useCountsQuery({ workspace: here.slug, filter: `${filter} is:closed`, group: 'milestone' }).data
  const editable = here.role !== 'guest'
  const reach = ({ id, version, reached_at }: Milestone) => {
    change({ ...where, milestone: id, version, reached: !reached_at }).unwrap().catch(fail)
  }
  const gone = () => {
    if (removing) remove({ ...where, milestone: removing.id }).unwrap().then(() => say(t('boards.goneDone', { name: removing.name })), fail)
    setRemoving(null)
  }
  return (
    <>
      <SectionHead title={t('boards.part_milestones')} hint={t('boards.milestonesHint')} action={editable && <Button variant="contained" startIcon={<Plus size={14} />} onClick={() => setWriting('new')}>{t('boards.milestoneNew')}</Button>} />
      {!data && <Waiting />}
      {data?.items.length === 0 && <EmptyState icon={Flag} title={t('boards.milestonesNone')} hint={t('boards.milestonesHint')} />}
      {data && data.items.length > 0 && (
        <Panel>
          {data.items.map((milestone) => (
            <Line
              key={milestone.id}
              before={<Box aria-hidden sx={{ display: 'grid', color: milestone.reached_at ? 'token.success' : 'text.secondary' }}>{milestone.reached_at ? <CircleCheck size={18} /> : <Flag size={18} strokeWidth={1.7} />}</Box>}
              title={<Box component={Go} href={`/w/${here.slug}/projects/${project.key}?filter=${encodeURIComponent(`milestone:${quoted(milestone.name)}`)}`} sx={{ textDecoration: 'none', '&:hover': { textDecoration: 'underline' } }}>{milestone.name}</Box>}
              hint={[milestone.about, milestone.reached_at ? t('boards.reachedOn', { day: dayInWords(milestone.reached_at.slice(0, 10), language) }) : milestone.due ? t('boards.dueOn', { day: dayInWords(milestone.due, language) }) : ''].filter(Boolean).join(' · ')}
            >
              <Progress done={done?.[milestone.id] ?? 0} all={all?.[milestone.id] ?? 0} />
              {editable && <Tip name={t(milestone.reached_at ? 'boards.milestoneOpen' : 'boards.milestoneReach', { name: milestone.name })} icon={milestone.reached_at ? RotateCcw : CircleCheck} iconSize={14} onClick={() => reach(milestone)} />}
              {editable && <Tip name={t('boards.changeNamed', { name: milestone.name })} icon={Pencil} iconSize={14} onClick={() => setWriting(milestone)} />}
              {editable && <Tip name={t('boards.removeNamed', { name: milestone.name })} icon={Trash2} iconSize={14} onClick={() => setRemoving(milestone)} />}
            </Line>
          ))}
        </Panel>
      )}
      {writing && <Writing project={project} milestone={writing === 'new' ? null : writing} onClose={() => setWriting(null)} />}
      <Asking open={removing !== null} danger title={t('boards.removeNamed', { name: removing?.name ?? '' })} text={t('boards.tasksStay')} does={t('boards.remove')} onDone={gone} onClose={() => setRemoving(null)} />
    </>
  )
}
