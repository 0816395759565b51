import type { Unsubscribe } from '../signal.js'
import type { Notification, WorkspaceNews } from './events.js'
import type { Presence, Present } from './roster.js'
import type { WorkspaceSession, WorkspaceState } from './session.js'

/** Where to begin hearing events. */
export interface EventOptions {
  /** Behind this number: every event after it comes, exactly once. From now on when it is missing. */
  after?: number
}

/** A workspace that is open until `destroy`: who is here, what happens, what one is told. */
export class WorkspaceHandle {
  readonly id: string
  /** What happens: each event once and in order, over lost connections as well. */
  readonly events: {
    subscribe(listener: (news: WorkspaceNews) => void, options?: EventOptions): Unsubscribe
  }
  /** What the person is told while this is open; what was before is in the REST. */
  readonly notifications: { subscribe(listener: (notification: Notification) => void): Unsubscribe }
  readonly #session: WorkspaceSession
  readonly #stops = new Set<Unsubscribe>()
  #isOver = false

  /** @internal */
  constructor(session: WorkspaceSession) {
    session.hold()
    this.#session = session
    this.id = session.state.value.id
    this.events = {
      subscribe: (listener, { after } = {}) => this.#until(session.listen(listener, after ?? null)),
    }
    this.notifications = {
      subscribe: (listener) => this.#until(session.notifications.subscribe(listener)),
    }
  }

  /** Everything at once; another object whenever something changed. */
  get state(): WorkspaceState {
    return this.#session.state.value
  }

  /** Who is here. */
  get roster(): readonly Present[] {
    return this.state.roster
  }

  /** Hears of each change of `state`. */
  subscribe(listener: (state: WorkspaceState) => void): Unsubscribe {
    return this.#until(this.#session.state.subscribe(listener))
  }

  /** Says of this window where it is and what it looks at; null takes it out of the roster. */
  setPresence(presence: Presence | null): void {
    this.#session.setPresence(presence)
  }

  /** Lets go. */
  destroy(): void {
    if (this.#isOver) return
    this.#isOver = true
    for (const stop of this.#stops) stop()
    this.#stops.clear()
    this.#session.release()
  }

  #until(stop: Unsubscribe): Unsubscribe {
    this.#stops.add(stop)
    return () => {
      this.#stops.delete(stop)
      stop()
    }
  }
}
