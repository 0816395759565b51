import { api, change, get } from './base'
import type { Comment, Page, Thread } from './shapes'

/** Conversations of a document that are read at once; there may be more pages. */
const THREADS = 200

interface InTask {
  workspace: string
  task: string
}

/** What people say about tasks and documents: threads, comments, reactions, and who hears of it. */
export const conversationsApi = api.injectEndpoints({
  endpoints: (build) => ({
    taskThreads: build.query<Page<Thread>, InTask>({
      query: ({ workspace, task }) => get('/api/v1/workspaces/{workspace}/threads', { path: { workspace }, query: { place_kind: 'task', place: task, limit: 200 } }),
      providesTags: ['Thread']
    }),
    documentThreads: build.infiniteQuery<Page<Thread>, { workspace: string; document: string; resolved: boolean }, string | null>({
      query: ({ queryArg: { workspace, document, resolved }, pageParam }) =>
        get('/api/v1/workspaces/{workspace}/threads', { path: { workspace }, query: { place_kind: 'document', place: document, resolved, limit: THREADS, after: pageParam ?? undefined } }),
      infiniteQueryOptions: { initialPageParam: null, getNextPageParam: ({ next }) => next ?? undefined },
      providesTags: ['Thread']
    }),
    threadComments: build.query<Page<Comment>, { workspace: string; thread: string }>({
      query: (path) => get('/api/v1/workspaces/{workspace}/threads/{thread}/comments', { path, query: { limit: 200 } }),
      providesTags: ['Comment']
    }),
    beginThread: build.mutation<Thread, { workspace: string; kind: 'task' | 'document'; place: string; body: string; anchor?: { start: string; end: string }; quote?: string }>({
      query: ({ workspace, kind, ...body }) => change('post', '/api/v1/workspaces/{workspace}/threads', { path: { workspace } }, { body: { place_kind: kind, ...body } }),
      invalidatesTags: ['Thread', 'Watch']
    }),
    answer: build.mutation<Comment, { workspace: string; thread: string; body: string }>({
      query: ({ workspace, thread, body }) => change('post', '/api/v1/workspaces/{workspace}/threads/{thread}/comments', { path: { workspace, thread } }, { body: { body } }),
      invalidatesTags: ['Thread', 'Comment', 'Watch']
    }),
    settleThread: build.mutation<Thread, { workspace: string; thread: string; resolved: boolean }>({
      query: ({ resolved, ...path }) =>
        resolved
          ? change('post', '/api/v1/workspaces/{workspace}/threads/{thread}/resolve', { path })
          : change('post', '/api/v1/workspaces/{workspace}/threads/{thread}/reopen', { path }),
      invalidatesTags: ['Thread']
    }),
    changeComment: build.mutation<Comment, { workspace: string; comment: string; body: string; version: number }>({
      query: ({ workspace, comment, body, version }) => change('patch', '/api/v1/workspaces/{workspace}/comments/{comment}', { path: { workspace, comment } }, { body: { body }, version }),
      invalidatesTags: ['Thread', 'Comment']
    }),
    removeComment: build.mutation<null, { workspace: string; comment: string }>({
      query: (path) => change('delete', '/api/v1/workspaces/{workspace}/comments/{comment}', { path }),
      invalidatesTags: ['Thread', 'Comment']
    }),
    react: build.mutation<Comment, { workspace: string; comment: string; emoji: string; on: boolean }>({
      query: ({ on, ...path }) => change(on ? 'put' : 'delete', '/api/v1/workspaces/{workspace}/comments/{comment}/reactions/{emoji}', { path }),
      invalidatesTags: ['Thread', 'Comment']
    }),
    watching: build.query<{ watching: boolean }, InTask>({
      query: ({ workspace, task }) => get('/api/v1/workspaces/{workspace}/watches/{kind}/{place}', { path: { workspace, kind: 'task', place: task } }),
      providesTags: ['Watch']
    }),
    watch: build.mutation<unknown, InTask & { on: boolean }>({
      query: ({ workspace, task, on }) => change(on ? 'put' : 'delete', '/api/v1/workspaces/{workspace}/watches/{kind}/{place}', { path: { workspace, kind: 'task', place: task } }),
      invalidatesTags: ['Watch']
    })
  })
})

export const {
  useTaskThreadsQuery, useDocumentThreadsInfiniteQuery, useThreadCommentsQuery, useBeginThreadMutation, useAnswerMutation, useSettleThreadMutation, useChangeCommentMutation,
  useRemoveCommentMutation, useReactMutation, useWatchingQuery, useWatchMutation
} = conversationsApi
