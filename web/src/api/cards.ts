import type { Board, Task } from './shapes'

// A board of a thousand cards is made anew around what changes; columns and cards that stay are the same objects.

type Column = Board['columns'][number]

/** Order of a column: ranks byte by byte, then ids. */
export const earlier = (one: Task, other: Task): boolean =>
  one.rank === other.rank ? one.id < other.id : one.rank < other.rank

/** The board with one of its columns made anew. */
export const withColumn = (board: Board, status: string, make: (column: Column) => Column): Board => {
  const columns = board.columns.map((column) => (column.status.id === status ? make(column) : column))
  return { ...board, columns }
}

/** A card on a board, and the status of the column that holds it. */
export const cardOn = (board: Board, id: string): { card: Task; status: string } | undefined => {
  for (const { status, tasks } of board.columns) {
    const card = tasks.find((task) => task.id === id)
    if (card) return { card, status: status.id }
  }
  return undefined
}

/** The board without a card; the same board when it is on none of its columns. */
export const without = (board: Board, id: string): Board => {
  const found = cardOn(board, id)
  if (!found) return board
  return withColumn(board, found.status, (column) => ({ ...column, count: column.count - 1, tasks: column.tasks.filter((task) => task.id !== id) }))
}

/** The board with a card more in a column, in front of the card at `at`. */
export const within = (board: Board, status: string, task: Task, at: (tasks: readonly Task[]) => number): Board =>
  withColumn(board, status, (column) => {
    const place = at(column.tasks)
    return { ...column, count: column.count + 1, tasks: [...column.tasks.slice(0, place), task, ...column.tasks.slice(place)] }
  })

const alike = (one: unknown, other: unknown): boolean => one === other || JSON.stringify(one) === JSON.stringify(other)

/** Whether a card shows all that is known of a task. */
const shows = (card: Task, task: Task): boolean => (Object.keys(task) as (keyof Task)[]).every((name) => alike(card[name], task[name]))

/** Puts a task where it belongs on a board. `whole`: every task of the project stands on it; else only those that do already. */
export const placed = (board: Board, task: Task, whole: boolean): Board => {
  const found = cardOn(board, task.id)
  if ((found?.card.version ?? 0) > task.version) return board
  const gone = board.project.id !== task.project || Boolean(task.archived_at)
  if (found?.status === task.status && found.card.rank === task.rank && !gone) {
    // What an answer brought comes once more as an event.
    if (shows(found.card, task)) return board
    return withColumn(board, found.status, (column) => ({ ...column, tasks: column.tasks.map((one) => (one.id === task.id ? { ...one, ...task } : one)) }))
  }
  const rest = without(board, task.id)
  if (gone || (!found && !whole)) return rest
  const column = rest.columns.find(({ status }) => status.id === task.status)
  if (!column) return rest
  const at = column.tasks.findIndex((other) => earlier(task, other))
  // Behind the last card that was read there may be others that stand before it.
  if (at < 0 && column.next) return withColumn(rest, task.status, (one) => ({ ...one, count: one.count + 1 }))
  return within(rest, task.status, task, ({ length }) => (at < 0 ? length : at))
}

/** Shows a task in a list as it is now, where the list holds it. */
export const sameCard = (items: Task[], task: Task): void => {
  const one = items.find(({ id }) => id === task.id)
  if (one && one.version <= task.version) Object.assign(one, task)
}
