import type { Session } from './session.js'
import { Signal, type Unsubscribe } from '../signal.js'

/** What tabs of one origin tell each other. */
export type TabNews = { readonly session: Session | null; readonly stamp: string }

/** How long a tab waits for news that it knows of, in milliseconds. */
const PATIENCE = 1_000

/** The other tabs of this origin; alone where there are none. */
export class Tabs {
  readonly #name: string
  readonly #channel: BroadcastChannel | null
  readonly #news = new Signal<TabNews>()
  /** The last news that this tab told or heard. */
  #latest: string | null = null

  constructor(origin: string) {
    this.#name = `renexus:${origin}`
    const inBrowser = typeof document !== 'undefined' && typeof BroadcastChannel !== 'undefined'
    this.#channel = inBrowser ? new BroadcastChannel(this.#name) : null
    if (this.#channel !== null) {
      // What was told before this page began is not heard any more.
      this.#latest = noted(this.#name)
      this.#channel.onmessage = (event: MessageEvent<TabNews>) => {
        this.#latest = event.data.stamp
        this.#news.tell(event.data)
      }
    }
  }

  tell(session: Session | null): void {
    if (this.#channel === null) return
    const stamp = `${Date.now()}-${Math.random()}`
    this.#latest = stamp
    note(this.#name, stamp)
    this.#channel.postMessage({ session, stamp } satisfies TabNews)
  }

  subscribe(hear: (news: TabNews) => void): Unsubscribe {
    return this.#news.subscribe(hear)
  }

  /** One tab at a time. What the one before told has arrived when `act` begins. */
  async alone<Result>(act: () => Promise<Result>): Promise<Result> {
    const locks = typeof navigator === 'undefined' ? undefined : navigator.locks
    if (this.#channel === null || locks === undefined) return act()
    return locks.request(`${this.#name}:refresh`, async () => {
      await this.#caughtUp()
      return act()
    })
  }

  /** Waits for what another tab has told and this one has not heard yet. */
  async #caughtUp(): Promise<void> {
    const told = noted(this.#name)
    if (told === null || told === this.#latest) return
    await new Promise<void>((resolve) => {
      const done = () => {
        clearTimeout(timer)
        stop()
        resolve()
      }
      const stop = this.#news.subscribe(({ stamp }) => {
        if (stamp === told) done()
      })
      const timer = setTimeout(done, PATIENCE)
    })
  }

  destroy(): void {
    this.#channel?.close()
    this.#news.clear()
  }
}

// Where storage is forbidden, tabs do without.
function note(name: string, stamp: string): void {
  try {
    localStorage.setItem(name, stamp)
  } catch {
    return
  }
}

function noted(name: string): string | null {
  try {
    return localStorage.getItem(name)
  } catch {
    return null
  }
}
