import { unwrap, type Schemas } from '@renexus/client'

import { client } from '@/app/client'

import { api, change, get, problem, type Tag } from './base'
import { onEvent } from './live'
import type { Page } from './shapes'

/** A document as it was at a moment. */
export type Version = Schemas['VersionView']

/** What became of restoring one. */
export type Restored = Schemas['RestoredView']

/** Versions of one page of the list. */
const PAGE = 30

interface Place {
  document: string
  version: string
}

const listOf = (document: string): { type: Tag; id: string } => ({ type: 'Version', id: document })

/** What documents were: kept by the server when people pause, and by people when they want. */
export const versionsApi = api.injectEndpoints({
  endpoints: (build) => ({
    versions: build.infiniteQuery<Page<Version>, string, string | null>({
      query: ({ queryArg: document, pageParam }) => get('/api/v1/documents/{document}/versions', { path: { document }, query: { limit: PAGE, after: pageParam ?? undefined } }),
      infiniteQueryOptions: { initialPageParam: null, getNextPageParam: ({ next }) => next ?? undefined },
      providesTags: (_, __, document) => [listOf(document)]
    }),
    // What a version holds never changes: nothing voids it.
    versionContent: build.query<Uint8Array, Place>({
      queryFn: async (path, { signal }) => {
        try {
          const answer = await client.api.GET('/api/v1/documents/{document}/versions/{version}/update', { params: { path }, parseAs: 'arrayBuffer', signal })
          return { data: new Uint8Array(unwrap<ArrayBuffer>(answer)) }
        } catch (error) {
          return { error: problem(error) }
        }
      },
      keepUnusedDataFor: 60
    }),
    keepVersion: build.mutation<Version, { document: string; name?: string }>({
      query: ({ document, ...body }) => change('post', '/api/v1/documents/{document}/versions', { path: { document } }, { body }),
      invalidatesTags: (_, __, { document }) => [listOf(document)]
    }),
    nameVersion: build.mutation<Version, Place & { name: string | null }>({
      query: ({ name, ...path }) => change('patch', '/api/v1/documents/{document}/versions/{version}', { path }, { body: { name } }),
      invalidatesTags: (_, __, { document }) => [listOf(document)]
    }),
    removeVersion: build.mutation<null, Place>({
      query: (path) => change('delete', '/api/v1/documents/{document}/versions/{version}', { path }),
      invalidatesTags: (_, __, { document }) => [listOf(document)]
    }),
    restoreVersion: build.mutation<Restored, Place>({
      query: (path) => change('post', '/api/v1/documents/{document}/versions/{version}/restore', { path }),
      invalidatesTags: (_, __, { document }) => [listOf(document)]
    })
  })
})

export const {
  useVersionsInfiniteQuery, useVersionContentQuery, useKeepVersionMutation, useNameVersionMutation, useRemoveVersionMutation, useRestoreVersionMutation
} = versionsApi

onEvent(/^version\./, ({ data }, dispatch) => {
  const { document } = data as { document?: unknown }
  if (typeof document === 'string') dispatch(api.util.invalidateTags([listOf(document)]))
  return true
})
