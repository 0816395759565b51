import type { Label, Task } from '@/api/shapes'
import type { Face } from '@/features/tasks/marks'

import type { Shared } from './following'

/** What cards name by ids. */
export interface Names {
  people: (task: Task) => Face[]
  labels: (task: Task) => Label[]
}

/** The names that came with a shared board. */
export const namesOf = (shared: Shared): Names => {
  const people = new Map(shared.people.map(({ id, name }) => [id, { person: id, name, avatar: null }]))
  const labels = new Map(shared.labels.map((label) => [label.id, label]))
  return {
    people: (task) => task.assignees.flatMap((id) => people.get(id) ?? []),
    labels: (task) => task.labels.flatMap((id) => labels.get(id) ?? [])
  }
}
