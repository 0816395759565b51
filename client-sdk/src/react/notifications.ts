import { useCallback, useMemo, useSyncExternalStore } from 'react'

import type { Client } from '../client.js'
import { unwrap } from '../api/api.js'
import { Store } from '../signal.js'
import type { Notification } from '../workspaces/events.js'
import { useClient } from './context.js'

/** How many of the latest are kept. */
const LATEST = 50

interface Told {
  readonly items: readonly Notification[]
  readonly unread: number
  readonly loading: boolean
}

/** What a person is told, newest first. */
export interface Notifications extends Told {
  /** Marks one as read, here and on the server. */
  markRead(id: string): Promise<void>
  /** Marks all as read. */
  markAllRead(): Promise<void>
  /** Loads them anew. */
  reload(): Promise<void>
}

const NOTHING: Told = { items: [], unread: 0, loading: true }

/** What the person is told: the latest from the server, and each new one at once while the workspace is open. */
export function useNotifications(workspace: string): Notifications {
  const client = useClient()
  const inbox = useMemo(() => new Inbox(client, workspace), [client, workspace])
  const told = useSyncExternalStore(inbox.subscribe, inbox.current, () => NOTHING)
  const markRead = useCallback((id: string) => inbox.markRead(id), [inbox])
  const markAllRead = useCallback(() => inbox.markAllRead(), [inbox])
  const reload = useCallback(() => inbox.load(), [inbox])
  return useMemo(() => ({ ...told, markRead, markAllRead, reload }), [told, markRead, markAllRead, reload])
}

class Inbox {
  readonly #client: Client
  readonly #workspace: string
  readonly #store = new Store<Told>(NOTHING)
  #loading: Promise<void> | null = null
  /** How much happened here: an answer to a question from before the last of it may not know it. */
  #changes = 0

  constructor(client: Client, workspace: string) {
    this.#client = client
    this.#workspace = workspace
  }

  readonly current = (): Told => this.#store.value

  readonly subscribe = (changed: () => void): (() => void) => {
    const stop = this.#store.subscribe(changed)
    const handle = this.#client.workspace(this.#workspace)
    handle.notifications.subscribe((notification) => {
      const { items, unread } = this.#store.value
      if (items.some(({ id }) => id === notification.id)) return
      this.#set([notification, ...items].slice(0, LATEST), unread + 1)
    })
    let { status } = handle.state
    handle.subscribe((state) => {
      const isBack = state.status === 'connected' && status !== 'connected'
      status = state.status
      // What was said before is not said again.
      if (isBack) this.#start()
    })
    this.#start()
    return () => {
      handle.destroy()
      stop()
    }
  }

  load(): Promise<void> {
    this.#changes += 1
    this.#loading ??= this.#ask().finally(() => {
      this.#loading = null
    })
    return this.#loading
  }

  async markRead(id: string): Promise<void> {
    this.#markRead(id)
    unwrap(await this.#client.api.POST('/api/v1/me/notifications/{notification}/read', { params: { path: { notification: id } } }))
    this.#markRead(id)
  }

  async markAllRead(): Promise<void> {
    this.#set(this.#store.value.items.map(read), 0)
    unwrap(await this.#client.api.POST('/api/v1/me/notifications/read'))
    this.#start()
  }

  #start(): void {
    this.load().catch(() => {
      this.#store.set({ loading: false })
    })
  }

  /** Asks until an answer is newer than everything that happened here. */
  async #ask(): Promise<void> {
    let before: number
    do {
      before = this.#changes
      const [page, unread] = await Promise.all([
        this.#client.api.GET('/api/v1/me/notifications', { params: { query: { limit: LATEST } } }),
        this.#client.api.GET('/api/v1/me/notifications/unread'),
      ])
      const told = { items: unwrap(page).items, unread: unwrap(unread).unread, loading: false }
      if (before === this.#changes) this.#store.set(told)
    } while (before !== this.#changes)
  }

  #markRead(id: string): void {
    const { items, unread } = this.#store.value
    const wasUnread = items.some((item) => item.id === id && item.read_at == null)
    this.#set(items.map((item) => (item.id === id ? read(item) : item)), Math.max(unread - (wasUnread ? 1 : 0), 0))
  }

  #set(items: readonly Notification[], unread: number): void {
    this.#changes += 1
    this.#store.set({ items, unread })
  }
}

function read(item: Notification): Notification {
  return item.read_at == null ? { ...item, read_at: new Date().toISOString() } : item
}
