import { createAction, original } from '@reduxjs/toolkit'

import type { Dispatch, State } from '@/app/store'

import { api, change, get } from './base'
import { cardOn, placed, sameCard, withColumn, within, without } from './cards'
import { onEvent } from './live'
import type { Board, Page, Task } from './shapes'
import { tasksApi, today, type Draft, type TaskChange, type TaskQuery } from './tasks'

/** Cards of a column that are read at once; the most that the server gives. */
export const COLUMN = 200

/** Which board: without a filter it follows events card by card, with one it is read anew. */
export interface BoardQuery {
  workspace: string
  project: string
  filter: string
}

/** Where a card is dropped: between two others, in a column. */
export interface Drop {
  workspace: string
  task: Task
  status: string
  after: Task | null
  before: Task | null
}

interface Started {
  endpointName: string
  originalArgs: unknown
}

type Caches = Pick<State, typeof api.reducerPath>

/** Everything of one endpoint that is in the cache. */
const kept = <A>(state: Caches, endpoint: string): A[] =>
  Object.values(state[api.reducerPath].queries as Record<string, Started | undefined>).flatMap((query) => (query?.endpointName === endpoint ? [query.originalArgs as A] : []))

/** Boards and long lists. */
export const boardsApi = api.injectEndpoints({
  endpoints: (build) => ({
    board: build.query<Board, BoardQuery>({
      query: ({ workspace, project, filter }) =>
        get('/api/v1/workspaces/{workspace}/projects/{project}/board', { path: { workspace, project }, query: { filter, today: today(), limit: COLUMN } }),
      providesTags: (_, __, { filter }) => [{ type: 'Board', id: filter === '' ? 'WHOLE' : 'NARROWED' }]
    }),
    taskPages: build.infiniteQuery<Page<Task>, TaskQuery, string | null>({
      query: ({ queryArg: { workspace, ...query }, pageParam }) =>
        get('/api/v1/workspaces/{workspace}/tasks', { path: { workspace }, query: { ...query, after: pageParam ?? undefined, today: today(), limit: COLUMN } }),
      infiniteQueryOptions: { initialPageParam: null, getNextPageParam: ({ next }) => next ?? undefined },
      providesTags: [{ type: 'Task', id: 'LISTS' }]
    }),
    counts: build.query<Record<string, number>, { workspace: string; filter: string; group: string }>({
      query: ({ workspace, ...query }) => get('/api/v1/workspaces/{workspace}/tasks/groups', { path: { workspace }, query: { ...query, today: today() } }),
      transformResponse: ({ items }: { items: { key?: string | null; count: number }[] }) =>
        Object.fromEntries(items.map(({ key, count }) => [key ?? '', count])),
      providesTags: [{ type: 'Task', id: 'LISTS' }]
    }),
    moreOfColumn: build.mutation<Page<Task>, BoardQuery & { status: string; statusName: string; key: string; after: string }>({
      query: ({ workspace, filter, key, statusName, after }) =>
        get('/api/v1/workspaces/{workspace}/tasks', {
          path: { workspace },
          query: { filter: `project:${key} status:"${statusName.replace(/["\\]/g, '\\$&')}" ${filter}`, sort: 'rank', after, limit: COLUMN, today: today() }
        }),
      onQueryStarted: async ({ workspace, project, filter, status }, { dispatch, queryFulfilled }) => {
        const { data } = await queryFulfilled
        const longer = (board: Board) =>
          withColumn(board, status, (column) => {
            const known = new Set(column.tasks.map(({ id }) => id))
            return { ...column, next: data.next, tasks: [...column.tasks, ...data.items.filter(({ id }) => !known.has(id))] }
          })
        dispatch(drawn({ workspace, project, filter }, longer))
      }
    }),
    moveTask: build.mutation<Task, Drop>({
      query: ({ workspace, task, status, after, before }) =>
        change('post', '/api/v1/workspaces/{workspace}/tasks/{task}/move', { path: { workspace, task: task.id } }, { body: { status, after: after?.id, before: before?.id } }),
      onQueryStarted: async (drop, { dispatch, queryFulfilled }) => {
        dispatch(dropped(drop))
        try {
          const { data } = await queryFulfilled
          dispatch(bring(data))
        } catch {
          dispatch(api.util.invalidateTags(['Board']))
        }
      }
    }),
    createTask: build.mutation<Task, { workspace: string } & Draft>({
      query: ({ workspace, ...body }) => change('post', '/api/v1/workspaces/{workspace}/tasks', { path: { workspace } }, { body }),
      onQueryStarted: async (_, { dispatch, queryFulfilled }) => {
        const { data } = await queryFulfilled
        dispatch(bring(data))
      }
    }),
    changeTasks: build.mutation<Page<Task>, { workspace: string; tasks: readonly Task[]; change: TaskChange }>({
      query: ({ workspace, tasks, change: body }) =>
        change('post', '/api/v1/workspaces/{workspace}/tasks/bulk', { path: { workspace } }, { body: { tasks: tasks.map(({ id }) => id), change: body } }),
      onQueryStarted: async ({ tasks, change: wanted }, { dispatch, queryFulfilled }) => {
        for (const task of tasks) dispatch(bring({ ...task, ...guessed(task, wanted) }, true))
        try {
          const { data } = await queryFulfilled
          for (const task of data.items) dispatch(bring(task))
        } catch {
          dispatch(api.util.invalidateTags(['Board', 'Task']))
        }
      }
    })
  })
})

/** What a change will most likely have made of a task. */
const guessed = (task: Task, { archived, add_labels, remove_labels, add_assignees, remove_assignees, ...rest }: TaskChange): Partial<Task> => ({
  ...rest,
  ...(archived === undefined ? {} : { archived_at: archived ? (task.archived_at ?? new Date().toISOString()) : null }),
  labels: [...new Set([...(rest.labels ?? task.labels), ...(add_labels ?? [])])].filter((one) => !remove_labels?.includes(one)),
  assignees: [...new Set([...(rest.assignees ?? task.assignees), ...(add_assignees ?? [])])].filter((one) => !remove_assignees?.includes(one))
})

type Thunk = (dispatch: Dispatch, state: () => State) => void

/** Makes another board out of the one in the cache. Looking at a large one through a draft would take long. */
const drawn = (query: BoardQuery, make: (board: Board) => Board) =>
  boardsApi.util.updateQueryData('board', query, (draft) => {
    const board = original(draft)
    const made = make(board)
    return made === board ? undefined : made
  })

/** Whoever looks at a cache is told of it at the next frame, and of this in the same turn, with everything before it. */
const now = createAction('boards/now')

/** Shows a card where it was dropped, before the server answers: it is drawn there when it is let go of, and nowhere in between. */
const dropped =
  ({ task, status, after, before }: Drop): Thunk =>
  (dispatch, state) => {
    const between = (tasks: readonly Task[]): number => {
      const behind = after ? tasks.findIndex(({ id }) => id === after.id) + 1 : 0
      const ahead = before ? tasks.findIndex(({ id }) => id === before.id) : -1
      return behind > 0 ? behind : ahead >= 0 ? ahead : tasks.length
    }
    const moved = (board: Board): Board => {
      if (board.project.id !== task.project) return board
      const card = cardOn(board, task.id)?.card ?? task
      return within(without(board, task.id), status, { ...card, status, rank: after?.rank ?? before?.rank ?? card.rank }, between)
    }
    for (const query of kept<BoardQuery>(state(), 'board')) dispatch(drawn(query, moved))
    dispatch(now())
  }

let voiding: ReturnType<typeof setTimeout> | null = null

/** Lists and narrowed boards are read anew, once for a burst. In milliseconds. */
const GATHER = 150

const listsVoided = (dispatch: Dispatch) => {
  voiding ??= setTimeout(() => {
    voiding = null
    dispatch(api.util.invalidateTags([{ type: 'Task', id: 'LISTS' }, { type: 'Board', id: 'NARROWED' }, 'Search']))
  }, GATHER)
}

/** Brings a task as it is now into everything that shows it. `guess` is shown until the server has answered. */
export const bring =
  (task: Task, guess = false): Thunk =>
  (dispatch, state) => {
    for (const query of kept<BoardQuery>(state(), 'board')) dispatch(drawn(query, (board) => placed(board, task, query.filter === '')))
    for (const query of kept<{ workspace: string; task: string }>(state(), 'task')) {
      dispatch(
        tasksApi.util.updateQueryData('task', query, (one) => {
          if (one.id === task.id && one.version <= task.version) Object.assign(one, task)
        })
      )
    }
    for (const query of kept<TaskQuery>(state(), 'taskPages')) {
      dispatch(
        boardsApi.util.updateQueryData('taskPages', query, ({ pages }) => {
          for (const page of pages) sameCard(page.items, task)
        })
      )
    }
    for (const query of kept<TaskQuery>(state(), 'tasks')) {
      dispatch(tasksApi.util.updateQueryData('tasks', query, ({ items }) => sameCard(items, task)))
    }
    if (!guess) listsVoided(dispatch)
  }

interface TaskEvent {
  task?: Task
  project?: string
  status?: string
  ranks?: { task: string; rank: string }[]
  from?: { project: string; status: string }
}

/** Told before a card of somebody else moves, so that its flight can begin where it is. */
export type Witness = (task: string, actor: string | null) => void
let witness: Witness | null = null
/** The board on the screen sees cards move. Returns the end of it. */
export const watchMoves = (seen: Witness): (() => void) => {
  witness = seen
  return () => {
    witness = null
  }
}

onEvent(/^task\.(created|updated|moved)$/, ({ data, actor }, dispatch) => {
  const { task } = data as TaskEvent
  if (!task) return false
  witness?.(task.id, actor ?? null)
  dispatch(bring(task))
  return true
})

onEvent(/^board\.spread$/, ({ data }, dispatch) => {
  const { ranks, status } = data as TaskEvent
  if (!ranks || !status) return false
  const rankOf = new Map(ranks.map(({ task, rank }) => [task, rank]))
  const ranked = (board: Board) =>
    withColumn(board, status, (column) => ({ ...column, tasks: column.tasks.map((task) => (rankOf.has(task.id) ? { ...task, rank: rankOf.get(task.id) ?? task.rank } : task)) }))
  const spread: Thunk = (send, state) => {
    for (const query of kept<BoardQuery>(state(), 'board')) send(drawn(query, ranked))
  }
  dispatch(spread)
  return true
})


export const {
  useBoardQuery, useTaskPagesInfiniteQuery, useCountsQuery, useMoreOfColumnMutation, useCreateTaskMutation, useChangeTasksMutation
} = boardsApi
