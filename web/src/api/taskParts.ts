import { api, change, get } from './base'
import type { Schemas as Shapes } from '@renexus/client'
import type { FileInfo, Page } from './shapes'

/** One change of one field. */
export type Past = Shapes['HistoryView']
/** How a task hangs on another. */
export type TaskLink = Shapes['TaskLinkView']
export type LinkKind = Shapes['LinkKind']

interface OfTask {
  workspace: string
  task: string
}

/** What hangs on a task: its history, other tasks, files. */
export const taskPartsApi = api.injectEndpoints({
  endpoints: (build) => ({
    history: build.query<Page<Past>, OfTask>({
      query: (path) => get('/api/v1/workspaces/{workspace}/tasks/{task}/history', { path, query: { limit: 100 } }),
      providesTags: ['Task', { type: 'Task', id: 'LISTS' }]
    }),
    taskLinks: build.query<Page<TaskLink>, OfTask>({
      query: (path) => get('/api/v1/workspaces/{workspace}/tasks/{task}/links', { path }),
      providesTags: ['Task']
    }),
    linkTask: build.mutation<TaskLink, OfTask & { kind: LinkKind; other: string }>({
      query: ({ kind, other, ...path }) => change('post', '/api/v1/workspaces/{workspace}/tasks/{task}/links', { path }, { body: { kind, task: other } }),
      invalidatesTags: ['Task']
    }),
    unlinkTask: build.mutation<null, OfTask & { kind: LinkKind; other: string }>({
      query: (path) => change('delete', '/api/v1/workspaces/{workspace}/tasks/{task}/links/{kind}/{other}', { path }),
      invalidatesTags: ['Task']
    }),
    taskFiles: build.query<Page<FileInfo>, OfTask>({
      query: ({ workspace, task }) => get('/api/v1/workspaces/{workspace}/files', { path: { workspace }, query: { used_by: `task:${task}`, limit: 100 } }),
      providesTags: ['File']
    }),
    attach: build.mutation<FileInfo, OfTask & { file: string }>({
      query: ({ workspace, task, file }) =>
        change('put', '/api/v1/workspaces/{workspace}/files/{file}/references/{kind}/{target}', { path: { workspace, file, kind: 'task', target: task } }),
      invalidatesTags: ['File']
    }),
    detach: build.mutation<null, OfTask & { file: string }>({
      query: ({ workspace, task, file }) =>
        change('delete', '/api/v1/workspaces/{workspace}/files/{file}/references/{kind}/{target}', { path: { workspace, file, kind: 'task', target: task } }),
      invalidatesTags: ['File']
    }),
    linkOfFile: build.mutation<{ url: string }, { workspace: string; file: string; download: boolean }>({
      query: ({ workspace, file, download }) => change('post', '/api/v1/workspaces/{workspace}/files/{file}/link', { path: { workspace, file }, query: { download } })
    })
  })
})

export const {
  useHistoryQuery, useTaskLinksQuery, useLinkTaskMutation, useUnlinkTaskMutation, useTaskFilesQuery, useAttachMutation, useDetachMutation, useLinkOfFileMutation
} = taskPartsApi
