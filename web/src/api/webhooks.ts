import { api, type Call } from './base'
import type { Page } from './shapes'

/** An address that is told of what happens. */
export interface Webhook {
  id: string
  url: string
  events: string[]
  project?: string | null
  owner: string
  active: boolean
  reason?: 'asked' | 'gone' | 'failing' | 'owner_left' | null
  failures: number
  created_at: string
  version: number
}

/** Something that is, or was, told to a webhook. */
export interface Delivery {
  id: string
  type: string
  state: 'waiting' | 'delivered' | 'failed' | 'withheld'
  attempts: number
  status?: number | null
  duration_ms?: number | null
  answer: string
  problem?: string | null
  created_at: string
  attempted_at?: string | null
}

interface Of {
  workspace: string
  webhook: string
}

const below = (method: Call['method'], path: Of & { delivery?: string }, end: string, body?: unknown): Call => ({
  method,
  path: `/api/v1/workspaces/{workspace}/webhooks/{webhook}${end}`,
  params: { path: { ...path } },
  ...(body === undefined ? {} : { body })
})

/** Webhooks of a workspace and what became of their deliveries. */
export const webhooksApi = api.injectEndpoints({
  endpoints: (build) => ({
    webhooks: build.query<Page<Webhook>, string>({
      query: (workspace) => ({ method: 'get', path: '/api/v1/workspaces/{workspace}/webhooks', params: { path: { workspace } } }),
      providesTags: ['Webhook']
    }),
    createWebhook: build.mutation<{ webhook: Webhook; secret: string }, { workspace: string; url: string; events: string[]; project?: string }>({
      query: ({ workspace, ...body }) => ({ method: 'post', path: '/api/v1/workspaces/{workspace}/webhooks', params: { path: { workspace } }, body }),
      invalidatesTags: ['Webhook']
    }),
    changeWebhook: build.mutation<Webhook, Of & { url?: string; events?: string[]; active?: boolean; version: number }>({
      query: ({ workspace, webhook, version, ...body }) => ({ ...below('patch', { workspace, webhook }, '', body), version }),
      invalidatesTags: ['Webhook']
    }),
    removeWebhook: build.mutation<null, Of>({ query: (of) => below('delete', of, ''), invalidatesTags: ['Webhook'] }),
    rotateSecret: build.mutation<{ webhook: Webhook; secret: string }, Of>({ query: (of) => below('post', of, '/secret'), invalidatesTags: ['Webhook'] }),
    pingWebhook: build.mutation<Delivery, Of>({ query: (of) => below('post', of, '/ping'), invalidatesTags: ['Webhook'] }),
    deliveries: build.query<Page<Delivery>, Of>({ query: (of) => below('get', of, '/deliveries'), providesTags: ['Webhook'] }),
    redeliver: build.mutation<Delivery, Of & { delivery: string }>({
      query: (of) => below('post', of, '/deliveries/{delivery}/redeliver'),
      invalidatesTags: ['Webhook']
    })
  })
})

export const {
  useWebhooksQuery, useCreateWebhookMutation, useChangeWebhookMutation, useRemoveWebhookMutation, useRotateSecretMutation,
  usePingWebhookMutation, useDeliveriesQuery, useRedeliverMutation
} = webhooksApi
