import { createApi, type BaseQueryFn } from '@reduxjs/toolkit/query/react'
import { RenexusError, type paths } from '@renexus/client'

import { client } from '@/app/client'

/** Methods of the API. */
export type Method = 'get' | 'post' | 'put' | 'patch' | 'delete'

/** One call of the API. */
export interface Call {
  method: Method
  path: string
  params?: { path?: Record<string, string>; query?: Record<string, unknown> }
  body?: unknown
  /** The version that a change is based on (`If-Match`). */
  version?: number | undefined
}

/** What a failed call leaves in the store. */
export interface Problem {
  code: string
  status: number
  detail: string
  current?: unknown
}

const filled = ({ path, params }: Call): string =>
  path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params?.path?.[name] ?? ''))

const asked = ({ params }: Call): Record<string, string | number | boolean> => {
  const given = Object.entries(params?.query ?? {}).filter(([, value]) => value !== undefined && value !== null && value !== '')
  return Object.fromEntries(given) as Record<string, string | number | boolean>
}

/** Turns whatever was thrown into what the store keeps. */
export const problem = (error: unknown): Problem =>
  error instanceof RenexusError
    ? { code: error.code, status: error.status, detail: error.message, current: error.current }
    : { code: 'unknown', status: 0, detail: String(error) }

const ask: BaseQueryFn<Call, unknown, Problem> = async (call, { signal }) => {
  try {
    const data = await client.request(filled(call), {
      method: call.method.toUpperCase(),
      query: asked(call),
      signal,
      ...(call.body === undefined ? {} : { body: call.body }),
      ...(call.version === undefined ? {} : { headers: { 'if-match': `"${call.version}"` } })
    })
    // An answer without a body; the store knows no undefined.
    return { data: data ?? null }
  } catch (error) {
    return { error: problem(error) }
  }
}

type Params<P extends keyof paths, M extends Method> = paths[P][M] extends { parameters: infer X } ? X : never
type Given<T> = { [K in keyof T as K extends 'path' | 'query' ? K : never]: T[K] }
type Having<M extends Method> = { [P in keyof paths]: paths[P][M] extends { responses: unknown } ? P : never }[keyof paths]

/** A read, held to the parameters of the description. */
export const get = <P extends Having<'get'>>(path: P, params: Given<Params<P, 'get'>>): Call => ({
  method: 'get',
  path,
  params: params
})

/** A change, held to the parameters of the description. */
export const change = <M extends Exclude<Method, 'get'>, P extends Having<M>>(
  method: M,
  path: P,
  params: Given<Params<P, M>>,
  more: { body?: unknown; version?: number | undefined } = {}
): Call => ({ method, path, params: params, ...more })

/** What reads are tagged with: a change or a live event voids all reads with its tag. */
export const TAGS = [
  'Access', 'Assistant', 'Audit', 'Board', 'Comment', 'Cycle', 'Document', 'File', 'Forecast', 'Insight', 'Invitation', 'Key', 'Label', 'Me', 'Member',
  'Milestone', 'Notification', 'Person', 'Project', 'Search', 'Session', 'Status', 'Task', 'Thread', 'Version', 'View', 'Watch', 'Webhook', 'Workspace'
] as const
export type Tag = (typeof TAGS)[number]

/** Server state. Files of `src/api` and of features inject their endpoints. */
export const api = createApi({
  reducerPath: 'api',
  baseQuery: ask,
  tagTypes: TAGS,
  keepUnusedDataFor: 300,
  endpoints: () => ({})
})
