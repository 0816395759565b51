import { api, get } from './base'
import type { Page, WorkspaceEvent } from './shapes'

/** The workspace's log: everything that happened, numbered without holes. */
export const eventsApi = api.injectEndpoints({
  endpoints: (build) => ({
    events: build.query<Page<WorkspaceEvent>, { workspace: string; after: number; limit: number }>({
      query: ({ workspace, after, limit }) => get('/api/v1/workspaces/{workspace}/events', { path: { workspace }, query: { after, limit } }),
      providesTags: ['Audit']
    })
  })
})

export const { useEventsQuery } = eventsApi
