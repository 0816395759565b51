import type { Schemas } from '@renexus/client'

import { api, change, get } from './base'
import type { FileInfo, Page } from './shapes'

/** A document of the workspace and its place in the tree. */
export type DocumentEntry = Schemas['PageView']

interface Place {
  workspace: string
  page: string
}

/** The tree of documents; what stands in them comes over the socket. */
export const pagesApi = api.injectEndpoints({
  endpoints: (build) => ({
    pages: build.query<Page<DocumentEntry>, string>({
      query: (workspace) => get('/api/v1/workspaces/{workspace}/pages', { path: { workspace } }),
      providesTags: ['Document']
    }),
    createPage: build.mutation<DocumentEntry, { workspace: string; title?: string; parent?: string }>({
      query: ({ workspace, ...body }) => change('post', '/api/v1/workspaces/{workspace}/pages', { path: { workspace } }, { body }),
      invalidatesTags: ['Document']
    }),
    changePage: build.mutation<DocumentEntry, Place & { title?: string; parent?: string | null; behind?: string | null; closed?: boolean; archived?: boolean }>({
      query: ({ workspace, page, ...body }) => change('patch', '/api/v1/workspaces/{workspace}/pages/{page}', { path: { workspace, page } }, { body }),
      invalidatesTags: ['Document']
    }),
    removePage: build.mutation<null, Place>({
      query: (path) => change('delete', '/api/v1/workspaces/{workspace}/pages/{page}', { path }),
      invalidatesTags: ['Document']
    }),
    attachToDocument: build.mutation<FileInfo, { workspace: string; document: string; file: string }>({
      query: ({ workspace, document, file }) =>
        change('put', '/api/v1/workspaces/{workspace}/files/{file}/references/{kind}/{target}', { path: { workspace, file, kind: 'document', target: document } }),
      invalidatesTags: ['File']
    })
  })
})

export const { usePagesQuery, useCreatePageMutation, useChangePageMutation, useRemovePageMutation, useAttachToDocumentMutation } = pagesApi
