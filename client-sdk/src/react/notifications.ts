import { useCallback, useMemo, useSyncExternalStore } from 'react'

import type { Client } from '../client.js'
import { unwrap, type Schemas } from '../api/api.js'
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
      this.#store.set({ items: [notification, ...items].slice(0, LATEST), unread: unread + 1 })
    })
    this.load().catch(() => {
      this.#store.set({ loading: false })
    })
    return () => {
      handle.destroy()
      stop()
    }
  }

  async load(): Promise<void> {
    const [page, unread] = await Promise.all([
      this.#client.api.GET('/api/v1/me/notifications', { params: { query: { limit: LATEST } } }),
      this.#client.api.GET('/api/v1/me/notifications/unread'),
    ])
    const items: readonly Schemas['NotificationView'][] = unwrap(page).items
    this.#store.set({ items, unread: unwrap(unread).unread, loading: false })
  }

  async markRead(id: string): Promise<void> {
    const { items, unread } = this.#store.value
    const wasUnread = items.some((item) => item.id === id && item.read_at == null)
    this.#read(items.map((item) => (item.id === id ? read(item) : item)), Math.max(unread - (wasUnread ? 1 : 0), 0))
    unwrap(await this.#client.api.POST('/api/v1/me/notifications/{notification}/read', { params: { path: { notification: id } } }))
  }

  async markAllRead(): Promise<void> {
    this.#read(this.#store.value.items.map(read), 0)
    unwrap(await this.#client.api.POST('/api/v1/me/notifications/read'))
  }

  #read(items: readonly Notification[], unread: number): void {
    this.#store.set({ items, unread })
  }
}

function read(item: Notification): Notification {
  return item.read_at == null ? { ...item, read_at: new Date().toISOString() } : item
}
