import { Awareness } from 'y-protocols/awareness'
import { Doc } from 'yjs'

import { denialOf, type Denial } from '../documents/state.js'
import { later, Signal, Store, type Unsubscribe } from '../signal.js'
import type { Channel, Link } from '../transport/link.js'
import { introduce } from '../transport/presence.js'
import { readMessage, type Notification, type WorkspaceNews } from './events.js'
import { Listener, type ReadLog } from './listener.js'
import { rosterOf, type Presence, type Present } from './roster.js'

/** How long a workspace that nobody holds stays open. */
const LINGER_MS = 100
/** A number that no log has: the answer tells where the log stands. */
const FROM_NOW = -1

/** A workspace as it stands now; another object whenever something changed. */
export interface WorkspaceState {
  readonly id: string
  readonly status: 'connecting' | 'connected' | 'offline' | 'denied'
  /** Who is here. */
  readonly roster: readonly Present[]
  readonly denial: Denial | null
}

/** What a workspace session works with. */
export interface WorkspaceParts {
  readonly link: Link
  readonly log: ReadLog
}

/** One open workspace, shared by everybody in this client who holds it. */
export class WorkspaceSession {
  readonly state: Store<WorkspaceState>
  readonly notifications = new Signal<Notification>()
  readonly #parts: WorkspaceParts
  readonly #over: (session: WorkspaceSession) => void
  readonly #doc = new Doc()
  readonly #awareness = new Awareness(this.#doc)
  readonly #listeners = new Set<Listener>()
  readonly #stops: Unsubscribe[]
  #channel: Channel | null = null
  /** The last event that came; null until it is known where the log stands. */
  #seq: number | null = null
  /** The answer to the first question is no news. */
  #isAsking = false
  #holders = 0
  #end: ReturnType<typeof setTimeout> | undefined
  #triedToken = false
  #isOver = false

  constructor(id: string, parts: WorkspaceParts, over: (session: WorkspaceSession) => void) {
    this.#parts = parts
    this.#over = over
    this.state = new Store<WorkspaceState>({ id, status: 'connecting', roster: [], denial: null })
    this.#awareness.on('change', () => {
      this.state.set({ roster: rosterOf(this.#awareness.getStates()) })
    })
    this.#stops = [
      parts.link.mayAskAgain.subscribe(() => {
        if (this.state.value.status !== 'denied') return
        this.#triedToken = false
        this.state.set({ status: 'connecting', denial: null })
        this.#channel?.askAgain()
      }),
      parts.link.state.subscribe(({ status }) => {
        if (status === 'offline' && this.state.value.status !== 'denied') this.state.set({ status })
      }),
    ]
    this.#endIn(LINGER_MS * 50)
  }

  get isOver(): boolean {
    return this.#isOver
  }

  hold(): void {
    this.#holders += 1
    clearTimeout(this.#end)
    this.#channel ??= this.#open()
  }

  release(): void {
    this.#holders -= 1
    if (this.#holders === 0) this.#endIn(LINGER_MS)
  }

  /** Hears every event behind `after`, exactly once; from now on when it is missing. */
  listen(hear: (news: WorkspaceNews) => void, after: number | null): Unsubscribe {
    const listener = new Listener(hear, after ?? this.#seq)
    this.#listeners.add(listener)
    if (this.#seq !== null) void listener.begin(this.#seq, this.#parts.log)
    return () => void this.#listeners.delete(listener)
  }

  setPresence(presence: Presence | null): void {
    this.#awareness.setLocalState(presence === null ? null : { ...presence })
    introduce(this.#awareness, this.#channel?.me() ?? null)
  }

  destroy(): void {
    if (this.#isOver) return
    this.#isOver = true
    clearTimeout(this.#end)
    for (const stop of this.#stops) stop()
    this.#channel?.close()
    this.#awareness.destroy()
    this.#doc.destroy()
    this.#listeners.clear()
    this.notifications.clear()
    this.state.clear()
    this.#over(this)
  }

  #open(): Channel {
    const { id } = this.state.value
    return this.#parts.link.open(`workspace/${id}`, [this.#doc, this.#awareness], {
      admitted: () => {
        this.#triedToken = false
        const first = this.state.value.status !== 'connected'
        this.state.set({ status: 'connected', denial: null })
        introduce(this.#awareness, this.#channel?.me() ?? null)
        // A token that was replaced on an open channel changes nothing.
        if (first) this.#resume()
      },
      refused: (reason) => {
        void this.#refused(reason)
      },
      synced: () => undefined,
      sent: () => undefined,
      heard: (told) => {
        if (told.kind === 'stateless') this.#hear(told.text)
      },
      lost: () => {
        if (this.state.value.status === 'connected') this.state.set({ status: 'offline' })
      },
    })
  }

  #resume(): void {
    this.#isAsking = this.#seq === null
    this.#channel?.say(JSON.stringify({ resume: this.#seq ?? FROM_NOW }))
  }

  #hear(text: string): void {
    const message = readMessage(text)
    if (message === null) return
    if (message.kind === 'notification') return this.notifications.tell(message.notification)
    if (message.kind === 'reset') return this.#placed(message.seq)
    if (this.#seq !== null && message.event.seq <= this.#seq) return
    this.#seq = message.event.seq
    for (const listener of [...this.#listeners]) listener.take(message.event)
    if (/^(access|member|workspace)\./.test(message.event.type)) this.#parts.link.mayAskAgain.tell()
  }

  #placed(seq: number): void {
    this.#seq = seq
    const asked = this.#isAsking
    this.#isAsking = false
    for (const listener of [...this.#listeners]) {
      if (asked) void listener.begin(seq, this.#parts.log)
      else listener.reset(seq)
    }
  }

  async #refused(reason: string): Promise<void> {
    const denial = denialOf(reason)
    if (denial.code === 'unauthorized' && !this.#triedToken) {
      this.#triedToken = true
      if ((await this.#channel?.renewToken()) === true) return this.#channel?.authenticate()
    }
    if (this.#isOver) return
    this.state.set({ status: 'denied', denial })
    this.#channel?.rest()
  }

  #endIn(ms: number): void {
    clearTimeout(this.#end)
    this.#end = later(() => {
      if (this.#holders === 0) this.destroy()
    }, ms)
  }
}
