import Box from '@mui/material/Box'
import InputBase from '@mui/material/InputBase'
import { Plus } from 'lucide-react'
import { useState, type KeyboardEvent } from 'react'

import { useCreateTaskMutation } from '@/api/boards'
import type { Task } from '@/api/shapes'
import { useTasksQuery } from '@/api/tasks'
import { useSay } from '@/app/problems'
import { useT } from '@/app/texts'
import { useHere } from '@/shell/here'

import { isClosed } from '../marks'
import { usePlan } from '../plan'

import { Heading } from './Heading'
import { TaskLink } from './TaskLink'

/** The parts that a task is done in, how far they are, and a line to add one. */
export function SubTasks({ task, editable }: { task: Task; editable: boolean }) {
  const t = useT()
  const here = useHere()
  const { fail } = useSay()
  const plan = usePlan(task.project)
  const [create] = useCreateTaskMutation()
  const [title, setTitle] = useState('')
  const parts = useTasksQuery({ workspace: here.slug, filter: `parent:${task.key}`, sort: 'rank', limit: 200 }).data?.items ?? []
  const done = parts.filter(isClosed).length
  const make = async () => {
    const text = title.trim()
    if (!text) return
    setTitle('')
    try {
      await create({ workspace: here.slug, project: task.project, parent: task.id, title: text, cycle: task.cycle ?? undefined }).unwrap()
    } catch (error) {
      setTitle(text)
      fail(error)
    }
  }
  const pressed = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || event.nativeEvent.isComposing) return
    event.preventDefault()
    void make()
  }
  if (parts.length === 0 && !editable) return null
  return (
    <Heading text={t('boards.parts')} note={parts.length > 0 ? t('boards.partsDone', { done, all: parts.length }) : null}>
      {parts.length > 0 && (
        <Box role="progressbar" aria-label={t('boards.parts')} aria-valuenow={done} aria-valuemin={0} aria-valuemax={parts.length} sx={{ height: 4, borderRadius: 2, mb: 2, background: 'var(--rx-palette-token-hover)', overflow: 'hidden' }}>
          <Box sx={{ height: '100%', borderRadius: 2, background: 'var(--rx-palette-token-accent)', transition: 'width 160ms' }} style={{ width: `${(100 * done) / parts.length}%` }} />
        </Box>
      )}
      {parts.map((part) => <TaskLink key={part.id} task={part} plan={plan} />)}
      {editable && (
        <Box sx={{ display: 'flex', alignItems: 'center', gap: 2, color: 'text.secondary', px: 1.5 }}>
          <Plus size={14} aria-hidden />
          <InputBase fullWidth value={title} placeholder={t('boards.addPart')} onChange={({ target }) => setTitle(target.value)} onKeyDown={pressed} inputProps={{ 'aria-label': t('boards.addPart'), maxLength: 300 }} sx={{ fontSize: '0.8125rem', height: 32, '& input:focus-visible': { outline: 'none' }, '& input::placeholder': { color: 'token.textFaint', opacity: 1 } }} />
        </Box>
      )}
    </Heading>
  )
}
