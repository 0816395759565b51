import type { Schemas } from '@renexus/client'

import { api, change, get } from './base'
import type { Page } from './shapes'

/** Who may do what in a project or a document. */
export type Entry = Schemas['EntryView']
export type Level = Schemas['Level']
export type LinkOpened = Schemas['LinkOpened']

/** Something in which levels are given. */
export interface Resource {
  workspace: string
  kind: 'project' | 'document'
  resource: string
}

/** Levels of people, roles and links in one resource. */
export const accessApi = api.injectEndpoints({
  endpoints: (build) => ({
    entries: build.query<Page<Entry>, Resource>({
      query: (path) => get('/api/v1/workspaces/{workspace}/access/{kind}/{resource}', { path: { ...path } }),
      providesTags: ['Access']
    }),
    give: build.mutation<null, Resource & { subject_kind: 'person' | 'role'; subject: string; level: Level }>({
      query: ({ level, ...path }) => change('put', '/api/v1/workspaces/{workspace}/access/{kind}/{resource}/{subject_kind}/{subject}', { path: { ...path } }, { body: { level } }),
      invalidatesTags: ['Access']
    }),
    makeLink: build.mutation<{ entry: Entry; secret: string; url: string }, Resource & { level: Level; seconds?: number }>({
      query: ({ level, seconds, ...path }) => change('post', '/api/v1/workspaces/{workspace}/access/{kind}/{resource}/links', { path: { ...path } }, { body: { level, ...(seconds === undefined ? {} : { seconds }) } }),
      invalidatesTags: ['Access']
    }),
    takeAway: build.mutation<null, Resource & { entry: string }>({
      query: (path) => change('delete', '/api/v1/workspaces/{workspace}/access/{kind}/{resource}/{entry}', { path: { ...path } }),
      invalidatesTags: ['Access']
    })
  })
})

export const { useEntriesQuery, useGiveMutation, useMakeLinkMutation, useTakeAwayMutation } = accessApi
