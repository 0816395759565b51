import type { Session } from './session.js'
import { Signal, type Unsubscribe } from '../signal.js'

/** What tabs of one origin tell each other. */
export type TabNews = { readonly session: Session | null }

/** The other tabs of this origin; alone where there are none. */
export class Tabs {
  readonly #name: string
  readonly #channel: BroadcastChannel | null
  readonly #news = new Signal<TabNews>()

  constructor(origin: string) {
    this.#name = `renexus:${origin}`
    const inBrowser = typeof document !== 'undefined' && typeof BroadcastChannel !== 'undefined'
    this.#channel = inBrowser ? new BroadcastChannel(this.#name) : null
    if (this.#channel !== null) {
      this.#channel.onmessage = (event: MessageEvent<TabNews>) => {
        this.#news.tell(event.data)
      }
    }
  }

  tell(session: Session | null): void {
    this.#channel?.postMessage({ session } satisfies TabNews)
  }

  subscribe(hear: (news: TabNews) => void): Unsubscribe {
    return this.#news.subscribe(hear)
  }

  /** One tab at a time. What the one before told has arrived when `act` begins. */
  async alone<Result>(act: () => Promise<Result>): Promise<Result> {
    const locks = typeof navigator === 'undefined' ? undefined : navigator.locks
    if (this.#channel === null || locks === undefined) return act()
    return locks.request(`${this.#name}:refresh`, async () => {
      await new Promise((resolve) => setTimeout(resolve, 0))
      return act()
    })
  }

  destroy(): void {
    this.#channel?.close()
    this.#news.clear()
  }
}
