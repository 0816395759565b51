import { CircleUser, Tag } from 'lucide-react'
import { useMemo, type ReactElement } from 'react'

import type { Board, Task } from '@/api/shapes'
import type { TaskChange } from '@/api/tasks'
import { useT } from '@/app/texts'
import type { Given } from '@/features/tasks/asking'
import { PRIORITIES, PRIORITY_NAMES } from '@/features/tasks/editing/useOptions'
import type { Plan } from '@/features/tasks/plan'
import { StatusSign } from '@/features/tasks/StatusSign'
import { Priority } from '@/features/work/Priority'
import { Avatar } from '@/parts/Avatar'
import { useHere } from '@/shell/here'

/** What the columns of a board stand for. */
export const BOARD_GROUPS = ['status', 'assignee', 'label', 'priority'] as const
export type BoardGroup = (typeof BOARD_GROUPS)[number]

/** A column of a board, whatever it stands for. */
export interface Column {
  id: string
  title: string
  sign: ReactElement
  tasks: readonly Task[]
  count: number
  /** Where its cards go on; for columns of statuses. */
  next: string | null
  /** What a card made here begins with. */
  given: Given
  /** What becomes of a card that is dropped here; null when it only moves. */
  becomes: ((task: Task, from: string) => TaskChange) | null
}

const alike = (one: object, other: object): boolean => {
  const [names, others] = [Object.entries(one), new Map(Object.entries(other))]
  return names.length === others.size && names.every(([name, value]) => Object.is(value, others.get(name)))
}

/** Whether two columns look and act alike. All columns are made anew with each change of a board; few of them are others then. */
export const sameColumn = (one: Column, other: Column): boolean =>
  one === other ||
  (one.id === other.id && one.title === other.title && one.count === other.count && one.next === other.next &&
    (one.becomes === null) === (other.becomes === null) &&
    one.sign.type === other.sign.type && alike(one.sign.props as object, other.sign.props as object) &&
    one.tasks.length === other.tasks.length && one.tasks.every((task, at) => task === other.tasks[at]))

const NOBODY = ''

const without = (all: readonly string[], from: string, to: string): string[] => [...new Set([...all.filter((one) => one !== from), ...(to === NOBODY ? [] : [to])])]

/** Turns a board into columns of another kind. A card with several people or labels stands in each of their columns. */
export const useColumns = (board: Board | undefined, group: BoardGroup, plan: Plan): readonly Column[] => {
  const t = useT()
  const here = useHere()
  return useMemo<readonly Column[]>(() => {
    if (!board) return []
    if (group === 'status') {
      const started = board.columns.filter(({ status }) => status.category === 'started').length
      let nth = 0
      return board.columns.map(({ status, tasks, count, next }) => {
        if (status.category === 'started') nth += 1
        return { id: status.id, title: status.name, sign: <StatusSign category={status.category} part={nth / (started + 1)} />, tasks, count, next: next ?? null, given: { status: status.id }, becomes: null }
      })
    }
    const tasks = board.columns.flatMap((column) => column.tasks)
    const column = (id: string, title: string, sign: ReactElement, held: readonly Task[], given: Given, becomes: Column['becomes']): Column => ({ id: id || 'none', title, sign, tasks: held, count: held.length, next: null, given, becomes })
    if (group === 'priority') {
      return PRIORITIES.map((level) => column(level, t(PRIORITY_NAMES[level]), <Priority level={level} />, tasks.filter(({ priority }) => priority === level), { priority: level }, () => ({ priority: level })))
    }
    if (group === 'label') {
      const named = plan.labels.map(({ id, name, color }) =>
        column(id, name, <span style={{ width: 10, height: 10, borderRadius: '50%', background: color }} />, tasks.filter(({ labels }) => labels.includes(id)), { labels: [id] }, (task, from) => ({ labels: without(task.labels, from, id) }))
      )
      return [...named.filter(({ count }) => count > 0), column(NOBODY, t('boards.noLabel'), <Tag size={14} strokeWidth={1.7} />, tasks.filter(({ labels }) => labels.length === 0), {}, () => ({ labels: [] }))]
    }
    const people = here.members.map(({ person, name, avatar }) =>
      column(person, name, <Avatar id={person} name={name} picture={avatar} size={18} decorative />, tasks.filter(({ assignees }) => assignees.includes(person)), { assignees: [person] }, (task, from) => ({ assignees: without(task.assignees, from, person) }))
    )
    return [column(NOBODY, t('boards.nobody'), <CircleUser size={16} strokeWidth={1.6} />, tasks.filter(({ assignees }) => assignees.length === 0), {}, () => ({ assignees: [] })), ...people]
  }, [board, group, plan.labels, here.members, t])
}
