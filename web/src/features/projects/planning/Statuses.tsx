import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import { ChevronDown, ChevronUp, GripVertical, Pencil, Plus, Trash2 } from 'lucide-react'
import { useState, type DragEvent } from 'react'

import { useChangeStatusMutation, useCreateStatusMutation, useRemoveStatusMutation } from '@/api/planning'
import type { Category, Project, Status } from '@/api/shapes'
import { useStatusesQuery } from '@/api/tasks'
import { inWords, useSay } from '@/app/problems'
import { useT } from '@/app/texts'
import { StatusSign } from '@/features/tasks/StatusSign'
import { Asking } from '@/parts/Asking'
import { Choice } from '@/parts/Choice'
import { Field } from '@/parts/Field'
import { Line, Panel } from '@/parts/Sections'
import { Tip } from '@/parts/Tip'
import { useHere } from '@/shell/here'

const CATEGORIES: readonly Category[] = ['backlog', 'unstarted', 'started', 'done', 'cancelled']

function Writing({ project, status, onClose }: { project: Project; status: Status | null; onClose: () => void }) {
  const t = useT()
  const here = useHere()
  const [create, making] = useCreateStatusMutation()
  const [change, changing] = useChangeStatusMutation()
  const [name, setName] = useState(status?.name ?? '')
  const [category, setCategory] = useState<Category>(status?.category ?? 'started')
  const error = making.error ?? changing.error
  const body = { workspace: here.slug, project: project.id, name: name.trim(), category }
  const done = async () => {
    const made = status ? await change({ ...body, status: status.id, version: status.version }) : await create(body)
    if (made.data) onClose()
  }
  return (
    <Asking open title={t(status ? 'boards.statusChange' : 'boards.statusNew')} does={t('boards.save')} busy={making.isLoading || changing.isLoading} ready={name.trim() !== ''} onDone={() => void done()} onClose={onClose}>
      <Field label={t('boards.name')} value={name} autoFocus onChange={({ target }) => setName(target.value)} wrong={error ? inWords(error, t) : null} />
      <Choice label={t('boards.category')} value={category} options={CATEGORIES.map((value) => ({ value, text: t(`boards.category_${value}`) }))} onChoose={setCategory} />
    </Asking>
  )
}

/** The columns of the board: their names, what they mean, and their order by dragging or by buttons. */
export function Statuses({ project }: { project: Project }) {
  const t = useT()
  const here = useHere()
  const { say, fail } = useSay()
  const [writing, setWriting] = useState<'new' | Status | null>(null)
  const [dragged, setDragged] = useState<string | null>(null)
  const [change] = useChangeStatusMutation()
  const [remove] = useRemoveStatusMutation()
  const where = { workspace: here.slug, project: project.id }
  const statuses = [...(useStatusesQuery(where).data?.items ?? [])].sort((one, other) => one.position - other.position)
  const place = (id: string, position: number) => {
    change({ ...where, status: id, position }).unwrap().catch(fail)
  }
  const dropped = (event: DragEvent, at: number) => {
    event.preventDefault()
    if (dragged) place(dragged, statuses[at]?.position ?? at)
    setDragged(null)
  }
  return (
    <Panel title={t('boards.statuses')} hint={t('boards.statusesHint')}>
      {statuses.map((status, at) => (
        <Box key={status.id} draggable={here.role !== 'guest'} onDragStart={() => setDragged(status.id)} onDragOver={(event) => { if (dragged) event.preventDefault() }} onDrop={(event) => dropped(event, at)} onDragEnd={() => setDragged(null)} sx={{ opacity: dragged === status.id ? 0.45 : 1 }}>
          <Line before={<Box aria-hidden sx={{ display: 'flex', alignItems: 'center', gap: 2, color: 'text.secondary', cursor: 'grab' }}><GripVertical size={14} /><StatusSign category={status.category} size={16} /></Box>} title={status.name} hint={t(`boards.category_${status.category}`)}>
            <Tip name={t('boards.earlierNamed', { name: status.name })} icon={ChevronUp} disabled={at === 0} onClick={() => place(status.id, statuses[at - 1]?.position ?? 0)} />
            <Tip name={t('boards.laterNamed', { name: status.name })} icon={ChevronDown} disabled={at === statuses.length - 1} onClick={() => place(status.id, statuses[at + 1]?.position ?? at)} />
            <Tip name={t('boards.changeNamed', { name: status.name })} icon={Pencil} iconSize={14} onClick={() => setWriting(status)} />
            <Tip name={t('boards.removeNamed', { name: status.name })} icon={Trash2} iconSize={14} onClick={() => void remove({ ...where, status: status.id }).unwrap().then(() => say(t('boards.goneDone', { name: status.name })), fail)} />
          </Line>
        </Box>
      ))}
      <Box sx={{ p: 2 }}><Button color="inherit" startIcon={<Plus size={14} />} onClick={() => setWriting('new')}>{t('boards.statusNew')}</Button></Box>
      {writing && <Writing project={project} status={writing === 'new' ? null : writing} onClose={() => setWriting(null)} />}
    </Panel>
  )
}
