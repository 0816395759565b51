import { api, get } from './base'
import type { Cycle, Page, Status, Task, View } from './shapes'

/** Which tasks; the filter language stands in docs/TASKS.md. */
export interface TaskQuery {
  workspace: string
  filter?: string
  sort?: string
  after?: string
  limit?: number
}

/** What may be said of a new task. */
export interface Draft {
  project: string
  title: string
  status?: string
  priority?: Task['priority']
  assignees?: string[]
  labels?: string[]
  description?: string
  due?: string
  start?: string
  estimate?: number
  parent?: string
  cycle?: string
  milestone?: string
}

/** What may change in a task. */
export type TaskChange = Partial<
  Pick<Task, 'title' | 'status' | 'priority' | 'assignees' | 'labels' | 'estimate' | 'due' | 'start' | 'cycle' | 'milestone' | 'parent'>
> & { archived?: boolean; add_labels?: string[]; remove_labels?: string[]; add_assignees?: string[]; remove_assignees?: string[] }

/** The day in the person's own time zone, for filters such as `due:today`. */
export const today = (): string => {
  const now = new Date()
  return new Date(now.getTime() - now.getTimezoneOffset() * 60_000).toISOString().slice(0, 10)
}

/** Tasks and what they hang on. Live events keep every read of a task current (src/api/live.ts). */
export const tasksApi = api.injectEndpoints({
  endpoints: (build) => ({
    tasks: build.query<Page<Task>, TaskQuery>({
      query: ({ workspace, ...query }) => get('/api/v1/workspaces/{workspace}/tasks', { path: { workspace }, query: { ...query, today: today() } }),
      providesTags: [{ type: 'Task', id: 'LISTS' }]
    }),
    task: build.query<Task, { workspace: string; task: string }>({
      query: (path) => get('/api/v1/workspaces/{workspace}/tasks/{task}', { path }),
      providesTags: ['Task']
    }),
    statuses: build.query<Page<Status>, { workspace: string; project: string }>({
      query: (path) => get('/api/v1/workspaces/{workspace}/projects/{project}/statuses', { path }),
      providesTags: ['Status']
    }),
    cycles: build.query<Page<Cycle>, { workspace: string; project: string }>({
      query: (path) => get('/api/v1/workspaces/{workspace}/projects/{project}/cycles', { path }),
      providesTags: ['Cycle']
    }),
    views: build.query<Page<View>, string>({
      query: (workspace) => get('/api/v1/workspaces/{workspace}/views', { path: { workspace } }),
      providesTags: ['View']
    })
  })
})

export const {
  useTasksQuery, useTaskQuery, useStatusesQuery, useCyclesQuery, useViewsQuery
} = tasksApi
