import createFetchClient, { type Client } from 'openapi-fetch'

import type { Tokens } from '../auth/tokens.js'
import { errorOf, failureOf, problemOf } from '../errors.js'
import type { components, paths } from '../generated/schema.js'

/** The REST of the server, typed by its description: `api.GET('/api/v1/me')`. */
export type Api = Client<paths>

/** The shapes of the REST: `Schemas['TaskView']`. */
export type Schemas = components['schemas']

/** A request to an address that the types do not know, or that a program chooses. */
export interface PlainRequest {
  method?: string
  query?: Readonly<Record<string, string | number | boolean | undefined>>
  body?: unknown
  headers?: Readonly<Record<string, string>>
  signal?: AbortSignal
}

/** Sends requests with the token; one that is refused is sent once more with the next token. */
export function withToken(tokens: Tokens, fetcher: typeof fetch): (request: Request) => Promise<Response> {
  return async (request) => {
    const again = request.clone()
    const token = await tokens.token().catch((cause: unknown) => {
      throw failureOf(cause)
    })
    const response = await send(request, token, fetcher)
    if (response.status !== 401 || token === '' || !(await renewed(tokens, token))) return response
    return send(again, await tokens.token(), fetcher)
  }
}

async function renewed(tokens: Tokens, token: string): Promise<boolean> {
  return tokens.renew(token).catch(() => false)
}

async function send(request: Request, token: string, fetcher: typeof fetch): Promise<Response> {
  if (token !== '' && !request.headers.has('authorization')) request.headers.set('authorization', `Bearer ${token}`)
  try {
    return await fetcher(request)
  } catch (cause) {
    throw failureOf(cause)
  }
}

export function createApi(base: string, send: (request: Request) => Promise<Response>): Api {
  return createFetchClient<paths>({ baseUrl: base, fetch: send })
}

/** What a request brought, or its problem as an error. */
export function unwrap<Data>(result: { data?: Data; error?: unknown; response: Response }): Data {
  if (!result.response.ok) throw problemOf(result.error, result.response)
  return result.data as Data
}

/** Sends a request and reads what it brings; an answer without a body is undefined. */
export async function request<Answer>(
  base: string,
  send: (request: Request) => Promise<Response>,
  [path, { method = 'GET', query, body, headers, signal }]: [string, PlainRequest],
): Promise<Answer> {
  const url = new URL(base + path)
  for (const [key, value] of Object.entries(query ?? {})) {
    if (value !== undefined) url.searchParams.set(key, String(value))
  }
  const response = await send(
    new Request(url, {
      method,
      headers: { ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      ...(signal !== undefined && { signal }),
    }),
  )
  if (!response.ok) throw await errorOf(response)
  const text = await response.text()
  return (text === '' ? undefined : JSON.parse(text)) as Answer
}
