import { useRouter } from 'next/router'
import { useMemo } from 'react'

import type { Task } from '@/api/shapes'
import { useTasksQuery } from '@/api/tasks'
import { useT } from '@/app/texts'
import { useCommands, type Command } from '@/shell/commands'
import { useHere } from '@/shell/here'

import { useAsk } from '../editing/Editing'
import { KEYS, type Property } from '../editing/picking'
import { PROPERTY_NAMES } from '../editing/useOptions'

/** Keys of a task's own page: its properties, and its neighbours in the project. */
export function TaskKeys({ task, editable }: { task: Task; editable: boolean }) {
  const t = useT()
  const ask = useAsk()
  const here = useHere()
  const router = useRouter()
  const project = here.projects.find(({ id }) => id === task.project)?.key ?? ''
  const all = useTasksQuery({ workspace: here.slug, filter: `project:${project} is:open`, sort: 'rank', limit: 200 }, { skip: project === '' }).data?.items
  useCommands(
    useMemo<Command[]>(() => {
      const at = all?.findIndex(({ id }) => id === task.id) ?? -1
      const go = (by: number) => () => {
        const other = all?.[at + by]
        if (other) void router.push(`/w/${here.slug}/tasks/${other.key}`)
      }
      const walks: Command[] = [
        { id: 'task-next', text: t('boards.nextTask'), group: 'go', keys: ['j'], run: go(1) },
        { id: 'task-previous', text: t('boards.previousTask'), group: 'go', keys: ['k'], run: go(-1) }
      ]
      const picks = (Object.entries(KEYS) as [Property, string][]).map<Command>(([property, key]) => ({
        id: `task-${property}`, text: t('boards.choose', { field: t(PROPERTY_NAMES[property]) }), group: 'do', keys: [key],
        run: () => {
          const anchor = document.querySelector('main h2, main textarea')
          if (anchor) ask(property, [task], anchor)
        }
      }))
      return editable ? [...walks, ...picks] : walks
    }, [all, task, here.slug, router, t, ask, editable])
  )
  return null
}
