import type { Suggestion, SuggestionKind } from '@/api/suggestions'
import type { Priority, Task } from '@/api/shapes'
import type { TaskChange } from '@/api/tasks'
import type { TextKey } from '@/app/texts'

/** Kinds of which a task takes one over. */
export type Taken = Exclude<SuggestionKind, 'next'>

/** The order in which they are looked at: whether the task is needed at all comes first. */
export const KINDS: readonly Taken[] = ['duplicate', 'assignee', 'label', 'priority', 'estimate']

export const KIND_NAMES: Record<Taken, TextKey> = {
  duplicate: 'triage.duplicate', assignee: 'triage.assignee', label: 'triage.label', priority: 'triage.priority', estimate: 'triage.estimate'
}

/** Whether a task has no value yet where one is suggested. */
export const lacks = (task: Pick<Task, 'assignees' | 'labels' | 'priority' | 'estimate'>, kind: Taken): boolean => {
  switch (kind) {
    case 'duplicate': return true
    case 'assignee': return task.assignees.length === 0
    case 'label': return task.labels.length === 0
    case 'priority': return task.priority === 'none'
    case 'estimate': return task.estimate === null || task.estimate === undefined
  }
}

/** What taking a suggestion over changes; a duplicate becomes a link, not a change. */
export const changeOf = (kind: Exclude<Taken, 'duplicate'>, { value }: Suggestion): TaskChange => {
  switch (kind) {
    case 'assignee': return { assignees: [value] }
    case 'label': return { labels: [value] }
    case 'priority': return { priority: value as Priority }
    case 'estimate': return { estimate: Number(value) }
  }
}

/** How sure the first of them is, in percent. */
export const sureness = (items: readonly Suggestion[]): number => Math.round((items[0]?.confidence ?? 0) * 100)
