import { api, change, get } from './base'
import type { Notification, Page } from './shapes'

/** For each kind of news: nothing, in the app, or by mail too. */
export type Choice = 'off' | 'app' | 'mail'
export type Choices = Record<'mention' | 'assignment' | 'comment' | 'due_soon' | 'invitation', Choice>

/** What the person is told. */
export const notificationsApi = api.injectEndpoints({
  endpoints: (build) => ({
    notifications: build.query<Page<Notification>, { unread?: boolean; after?: string }>({
      query: ({ after, unread }) => get('/api/v1/me/notifications', { query: { after, unread, limit: 50 } }),
      serializeQueryArgs: ({ queryArgs }) => ({ unread: queryArgs.unread ?? false }),
      merge: (kept, next, { arg }) => {
        if (arg.after === undefined) return next
        kept.items.push(...next.items)
        kept.next = next.next ?? null
        return kept
      },
      forceRefetch: ({ currentArg, previousArg }) => currentArg?.after !== previousArg?.after,
      providesTags: ['Notification']
    }),
    unread: build.query<{ unread: number }, null>({
      query: () => get('/api/v1/me/notifications/unread', {}),
      providesTags: ['Notification']
    }),
    readNotification: build.mutation<null, string>({
      query: (notification) => change('post', '/api/v1/me/notifications/{notification}/read', { path: { notification } }),
      invalidatesTags: ['Notification']
    }),
    readAll: build.mutation<null, null>({
      query: () => change('post', '/api/v1/me/notifications/read', {}),
      invalidatesTags: ['Notification']
    }),
    choices: build.query<Choices, null>({ query: () => get('/api/v1/me/notifications/choices', {}), providesTags: ['Me'] }),
    choose: build.mutation<Choices, Partial<Choices>>({
      query: (body) => change('patch', '/api/v1/me/notifications/choices', {}, { body }),
      onQueryStarted: async (chosen, { dispatch, queryFulfilled }) => {
        const patch = dispatch(notificationsApi.util.updateQueryData('choices', null, (kept) => ({ ...kept, ...chosen })))
        await queryFulfilled.catch(() => patch.undo())
      }
    })
  })
})

export const {
  useNotificationsQuery, useUnreadQuery, useReadNotificationMutation, useReadAllMutation, useChoicesQuery, useChooseMutation
} = notificationsApi
