import type { Schemas } from '@renexus/client'

import { api, change, get } from './base'
import type { Page } from './shapes'

export type Assistant = Schemas['AssistantView']
export type Used = Schemas['UsedView']
export type ModelCall = Schemas['CallView']
export type WritingTask = Schemas['WritingTask']
export type WritingJob = Schemas['JobView']
export type NewWriting = Schemas['NewWriting']

interface JobPlace {
  document: string
  job: string
}

/** The assistant: what it may do in a workspace and what that cost, and its jobs. What it writes comes over the socket, as from anybody. */
export const assistantApi = api.injectEndpoints({
  endpoints: (build) => ({
    assistant: build.query<Assistant, string>({
      query: (workspace) => get('/api/v1/workspaces/{workspace}/assistant', { path: { workspace } }),
      providesTags: ['Assistant']
    }),
    changeAssistant: build.mutation<Assistant, { workspace: string; version?: number; on?: boolean; keep_prompts?: boolean }>({
      query: ({ workspace, version, ...body }) => change('patch', '/api/v1/workspaces/{workspace}/assistant', { path: { workspace } }, { body, version }),
      invalidatesTags: ['Assistant']
    }),
    modelCalls: build.query<Page<ModelCall>, { workspace: string; after?: string | undefined; limit: number }>({
      query: ({ workspace, ...query }) => get('/api/v1/workspaces/{workspace}/assistant/calls', { path: { workspace }, query }),
      keepUnusedDataFor: 0
    }),
    askAssistant: build.mutation<WritingJob, { document: string; writing: Partial<NewWriting> & Pick<NewWriting, 'task'> }>({
      query: ({ document, writing }) => change('post', '/api/v1/documents/{document}/assistant', { path: { document } }, { body: writing })
    }),
    writingJob: build.query<WritingJob, JobPlace>({
      query: (path) => get('/api/v1/documents/{document}/assistant/{job}', { path }),
      keepUnusedDataFor: 0
    }),
    stopWriting: build.mutation<WritingJob, JobPlace>({
      query: (path) => change('delete', '/api/v1/documents/{document}/assistant/{job}', { path })
    }),
    keepWriting: build.mutation<WritingJob, JobPlace>({
      query: (path) => change('post', '/api/v1/documents/{document}/assistant/{job}/accept', { path })
    }),
    discardWriting: build.mutation<WritingJob, JobPlace>({
      query: (path) => change('post', '/api/v1/documents/{document}/assistant/{job}/reject', { path })
    })
  })
})

export const {
  useAssistantQuery, useChangeAssistantMutation, useModelCallsQuery, useAskAssistantMutation, useWritingJobQuery, useStopWritingMutation, useKeepWritingMutation, useDiscardWritingMutation
} = assistantApi
