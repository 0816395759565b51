import type { ReactNode } from 'react'

import type { Task } from '@/api/shapes'
import type { TaskChange } from '@/api/tasks'

/** What can be chosen for tasks from a list. */
export type Property = 'status' | 'priority' | 'assignees' | 'labels' | 'due' | 'start' | 'estimate' | 'cycle' | 'milestone'

/** One choice of a picker. */
export interface Option {
  id: string
  text: string
  /** Words that find it too. */
  also?: string
  sign?: ReactNode
  /** A quiet word behind it, such as a key or a day. */
  note?: string
}

/** The key that opens a property for the task under the cursor or the chosen ones. */
export const KEYS: Record<Property, string> = {
  status: 's', priority: 'p', assignees: 'a', labels: 'l', due: 'd', start: 't', estimate: 'e', cycle: 'y', milestone: 'm'
}

/** Properties of which a task has several. */
export const SEVERAL: ReadonlySet<Property> = new Set(['assignees', 'labels'])

/** What takes a change back. */
export const back = (task: Task, change: TaskChange): TaskChange => {
  const before: Record<string, unknown> = {}
  for (const field of Object.keys(change)) {
    if (field === 'archived') before.archived = Boolean(task.archived_at)
    else if (field === 'add_labels' || field === 'remove_labels') before.labels = task.labels
    else if (field === 'add_assignees' || field === 'remove_assignees') before.assignees = task.assignees
    else before[field] = task[field as keyof Task]
  }
  return before
}

/** The value of a property that all of the tasks have; undefined when they differ. */
export const shared = (tasks: readonly Task[], property: Property): string | null | undefined => {
  const value = (task: Task): string | null => {
    const found = task[property]
    return Array.isArray(found) ? null : found === null || found === undefined ? null : String(found)
  }
  const first = tasks[0]
  if (!first) return undefined
  const one = value(first)
  return tasks.every((task) => value(task) === one) ? one : undefined
}
