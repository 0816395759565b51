import { api, change, get } from './base'
import type { KeyInfo, Page, Person, Profile, SessionInfo } from './shapes'

/** The person who is logged in, and for administrators everybody. */
export const peopleApi = api.injectEndpoints({
  endpoints: (build) => ({
    me: build.query<Profile, null>({ query: () => get('/api/v1/me', {}), providesTags: ['Me'] }),
    changeMe: build.mutation<Profile, { name?: string; handle?: string; version: number }>({
      query: ({ version, ...body }) => change('patch', '/api/v1/me', {}, { body, version }),
      invalidatesTags: ['Me', 'Member']
    }),
    removeAvatar: build.mutation<null, null>({
      query: () => change('delete', '/api/v1/me/avatar', {}),
      invalidatesTags: ['Me', 'Member']
    }),
    changePassword: build.mutation<null, { current: string; new: string }>({
      query: (body) => change('post', '/api/v1/me/password', {}, { body }),
      invalidatesTags: ['Session']
    }),
    offerTotp: build.mutation<{ secret: string; url: string }, null>({ query: () => change('post', '/api/v1/me/totp', {}) }),
    enableTotp: build.mutation<{ codes: string[] }, { secret: string; code: string; password: string }>({
      query: (body) => change('put', '/api/v1/me/totp', {}, { body }),
      invalidatesTags: ['Me']
    }),
    disableTotp: build.mutation<null, { password: string }>({
      query: (body) => change('delete', '/api/v1/me/totp', {}, { body }),
      invalidatesTags: ['Me']
    }),
    askToVerify: build.mutation<null, null>({ query: () => change('post', '/api/v1/me/verify', {}) }),
    sessions: build.query<Page<SessionInfo>, null>({ query: () => get('/api/v1/me/sessions', {}), providesTags: ['Session'] }),
    endSession: build.mutation<null, string>({
      query: (session) => change('delete', '/api/v1/me/sessions/{session}', { path: { session } }),
      invalidatesTags: ['Session']
    }),
    endOtherSessions: build.mutation<null, null>({
      query: () => change('delete', '/api/v1/me/sessions', {}),
      invalidatesTags: ['Session']
    }),
    keys: build.query<Page<KeyInfo>, null>({ query: () => get('/api/v1/me/keys', {}), providesTags: ['Key'] }),
    createKey: build.mutation<{ info: KeyInfo; key: string }, { name: string; scope: KeyInfo['scope']; seconds?: number }>({
      query: (body) => change('post', '/api/v1/me/keys', {}, { body }),
      invalidatesTags: ['Key']
    }),
    deleteKey: build.mutation<null, string>({
      query: (id) => change('delete', '/api/v1/me/keys/{id}', { path: { id } }),
      invalidatesTags: ['Key']
    }),
    people: build.query<Page<Person>, { after?: string }>({
      query: ({ after }) => get('/api/v1/people', { query: { after, limit: 100 } }),
      serializeQueryArgs: () => 'all',
      merge: (kept, next, { arg }) => {
        if (arg.after === undefined) return next
        kept.items.push(...next.items)
        kept.next = next.next ?? null
        return kept
      },
      forceRefetch: ({ currentArg, previousArg }) => currentArg?.after !== previousArg?.after,
      providesTags: ['Person']
    }),
    changePerson: build.mutation<Person, { person: string; active?: boolean; administrator?: boolean }>({
      query: ({ person, ...body }) => change('patch', '/api/v1/people/{person}', { path: { person } }, { body }),
      onQueryStarted: async ({ person }, { dispatch, queryFulfilled }) => {
        const changed = await queryFulfilled.catch(() => null)
        if (!changed) return
        dispatch(
          peopleApi.util.updateQueryData('people', {}, (kept) => {
            kept.items = kept.items.map((one) => (one.id === person ? changed.data : one))
          })
        )
      }
    }),
    sessionsOfPerson: build.query<Page<SessionInfo>, string>({
      query: (person) => get('/api/v1/people/{person}/sessions', { path: { person } }),
      providesTags: ['Session']
    }),
    endSessionsOfPerson: build.mutation<null, string>({
      query: (person) => change('delete', '/api/v1/people/{person}/sessions', { path: { person } }),
      invalidatesTags: ['Session']
    })
  })
})

export const {
  useMeQuery, useChangeMeMutation, useRemoveAvatarMutation, useChangePasswordMutation, useOfferTotpMutation, useEnableTotpMutation,
  useDisableTotpMutation, useAskToVerifyMutation, useSessionsQuery, useEndSessionMutation, useEndOtherSessionsMutation, useKeysQuery,
  useCreateKeyMutation, useDeleteKeyMutation, usePeopleQuery, useChangePersonMutation, useSessionsOfPersonQuery,
  useEndSessionsOfPersonMutation
} = peopleApi
