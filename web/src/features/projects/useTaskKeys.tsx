import { Archive, SquareCheck } from 'lucide-react'
import { useMemo } from 'react'

import type { Task } from '@/api/shapes'
import { useT } from '@/app/texts'
import { useAsk } from '@/features/tasks/editing/Editing'
import { KEYS, type Property } from '@/features/tasks/editing/picking'
import { PROPERTY_NAMES } from '@/features/tasks/editing/useOptions'
import { useEdit } from '@/features/tasks/editing/useEdit'
import { useCommands, type Command } from '@/shell/commands'

import type { Chosen } from './chosen'

/** Puts the focus on the first card or line, where none has it. */
const walk = (last: boolean) => {
  const all = document.querySelectorAll<HTMLElement>('[data-line], [data-card]')
  all[last ? all.length - 1 : 0]?.focus()
}

/** Keys that act on the chosen tasks, or on the one under the pointer. */
export const useTaskKeys = (chosen: Chosen, editable: boolean, onFilter: () => void, onOpen: (task: Task) => void): void => {
  const t = useT()
  const ask = useAsk()
  const edit = useEdit()
  useCommands(
    useMemo<Command[]>(() => {
      const on = (act: (tasks: readonly Task[], element: Element) => void) => () => {
        const acted = chosen.acted()
        if (acted) act(acted.tasks, acted.element)
      }
      const standing: Command[] = [
        { id: 'task-next', text: t('boards.nextTask'), group: 'do', keys: ['j'], run: () => walk(false) },
        { id: 'task-previous', text: t('boards.previousTask'), group: 'do', keys: ['k'], run: () => walk(true) },
        { id: 'task-open', text: t('boards.openTask'), group: 'do', keys: ['enter'], run: on(([task]) => { if (task) onOpen(task) }) },
        { id: 'task-choose', text: t('boards.chooseOne'), group: 'do', icon: SquareCheck, keys: ['x'], run: () => { if (chosen.current) chosen.toggle(chosen.current.task) } },
        { id: 'task-choose-none', text: t('boards.chooseNone'), group: 'do', keys: ['escape'], run: () => chosen.set([]) },
        { id: 'task-filter', text: t('boards.filter'), group: 'do', keys: ['f'], run: onFilter }
      ]
      if (!editable) return standing
      return [
        ...standing,
        ...(Object.entries(KEYS) as [Property, string][]).map<Command>(([property, key]) => ({
          id: `task-${property}`, text: t('boards.choose', { field: t(PROPERTY_NAMES[property]) }), group: 'do', keys: [key], run: on((tasks, element) => ask(property, tasks, element))
        })),
        { id: 'task-archive', text: t('boards.archive'), group: 'do', icon: Archive, keys: ['#'], run: on((tasks) => { edit(tasks, { archived: true }, t('boards.archivedDone')); chosen.set([]) }) }
      ]
    }, [chosen, editable, ask, edit, t, onFilter, onOpen])
  )
}
