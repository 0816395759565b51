import type { Board, Task } from './shapes'

/** Order of a column: ranks byte by byte, then ids. */
export const earlier = (one: Task, other: Task): boolean =>
  one.rank === other.rank ? one.id < other.id : one.rank < other.rank

/** Takes a card off a board; undefined when it is on none of its columns. */
export const taken = (board: Board, id: string): Task | undefined => {
  for (const column of board.columns) {
    const at = column.tasks.findIndex((task) => task.id === id)
    if (at >= 0) {
      column.count -= 1
      return column.tasks.splice(at, 1)[0]
    }
  }
  return undefined
}

/** Puts a task where it belongs on a board. `whole`: every task of the project stands on it; else only those that do already. */
export const placed = (board: Board, task: Task, whole: boolean): void => {
  const home = board.columns.find(({ tasks }) => tasks.some(({ id }) => id === task.id))
  const before = home?.tasks.find(({ id }) => id === task.id)
  if (before && before.version > task.version) return
  const gone = board.project.id !== task.project || Boolean(task.archived_at)
  if (before && home?.status.id === task.status && before.rank === task.rank && !gone) {
    Object.assign(before, task)
    return
  }
  if (before) taken(board, task.id)
  if (gone || (!before && !whole)) return
  const column = board.columns.find(({ status }) => status.id === task.status)
  if (!column) return
  column.count += 1
  const at = column.tasks.findIndex((other) => earlier(task, other))
  if (at >= 0) column.tasks.splice(at, 0, task)
  else if (!column.next) column.tasks.push(task)
}

/** Shows a task in a list as it is now, where the list holds it. */
export const sameCard = (items: Task[], task: Task): void => {
  const one = items.find(({ id }) => id === task.id)
  if (one && one.version <= task.version) Object.assign(one, task)
}
