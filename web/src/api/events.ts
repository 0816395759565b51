import { api, get } from './base'
import { onEvent } from './live'
import type { Page, WorkspaceEvent } from './shapes'

/** Events of one request. Requests begin at multiples of it, so that what happens meanwhile moves none of them. */
export const STRETCH = 60

/** The number in front of the stretch that an event is in. */
export const stretchOf = (seq: number): number => Math.floor(Math.max(0, seq - 1) / STRETCH) * STRETCH

/** The workspace's log: everything that happened, numbered without holes. */
export const eventsApi = api.injectEndpoints({
  endpoints: (build) => ({
    events: build.query<Page<WorkspaceEvent>, { workspace: string; after: number }>({
      query: ({ workspace, after }) => get('/api/v1/workspaces/{workspace}/events', { path: { workspace }, query: { after, limit: STRETCH } }),
      providesTags: (_, __, { after }) => ['Audit', { type: 'Audit', id: after }]
    })
  })
})

export const { useEventsQuery } = eventsApi

// The stretch that an event is in is read anew; everything else is kept current by others.
onEvent(/./, ({ seq }, dispatch) => {
  dispatch(api.util.invalidateTags([{ type: 'Audit', id: stretchOf(seq) }]))
  return false
})
