/** Stands in for `@renexus/client` until it is merged: the same shape, REST and login only. */
import type { components } from '@/api/schema'

export type Profile = components['schemas']['ProfileView']
type Access = components['schemas']['AccessView']

export interface Login {
  token: string
  expiresAt: number
  person: Profile
}

/** Why a call failed: `code` is the kind of problem, like `not-found`. */
export class Failed extends Error {
  constructor(
    readonly code: string,
    readonly status: number,
    readonly detail: string,
    readonly current: unknown = undefined
  ) {
    super(detail)
  }
}

let login: Login | null = null
let refreshing: Promise<Login | null> | null = null
const listeners = new Set<() => void>()

const become = (access: Access | null): Login | null => {
  login = access && { token: access.access_token, expiresAt: Date.parse(access.expires_at), person: access.person }
  for (const listener of listeners) listener()
  return login
}

const failed = async (answer: Response): Promise<Failed> => {
  const body = (await answer.json().catch(() => ({}))) as { type?: string; detail?: string; title?: string; current?: unknown }
  return new Failed(body.type?.split('/').pop() ?? 'unknown', answer.status, body.detail ?? body.title ?? answer.statusText, body.current)
}

const plain = async (path: string, body?: unknown): Promise<Response> => {
  const init: RequestInit = { method: 'POST', credentials: 'include' }
  if (body !== undefined) {
    init.body = JSON.stringify(body)
    init.headers = { 'content-type': 'application/json' }
  }
  return fetch(path, init).catch(() => {
    throw new Failed('offline', 0, 'the server cannot be reached')
  })
}

const entered = async (path: string, body?: unknown): Promise<Login | null> => {
  const answer = await plain(path, body)
  if (!answer.ok) throw await failed(answer)
  return become((await answer.json()) as Access)
}

const refresh = (): Promise<Login | null> => {
  refreshing ??= entered('/api/v1/auth/refresh')
    .catch((error: unknown) => {
      if (error instanceof Failed && error.status === 401) return become(null)
      throw error
    })
    .finally(() => (refreshing = null))
  return refreshing
}

const authorised = async (path: string, init: RequestInit): Promise<Response> => {
  if (login && login.expiresAt - Date.now() < 15_000) await refresh()
  const ask = () => {
    const headers = new Headers(init.headers)
    if (login) headers.set('authorization', `Bearer ${login.token}`)
    return fetch(path, { ...init, headers, credentials: 'include' }).catch(() => {
      throw new Failed('offline', 0, 'the server cannot be reached')
    })
  }
  const answer = await ask()
  if (answer.status !== 401) return answer
  return (await refresh()) ? ask() : answer
}

export const client = {
  auth: {
    current: () => login,
    subscribe: (listener: () => void) => {
      listeners.add(listener)
      return () => {
        listeners.delete(listener)
      }
    },
    login: (body: { email: string; password: string; code?: string }) => entered('/api/v1/auth/login', body),
    register: (body: components['schemas']['Registration']) => entered('/api/v1/auth/register', body),
    refresh,
    logout: async () => {
      await plain('/api/v1/auth/logout').catch(() => undefined)
      become(null)
    }
  },
  fetch: authorised
}

export { failed as problemOf }
