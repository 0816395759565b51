import type { Schemas } from '@renexus/client'

/** A project as its link shows it. */
export type Shared = Schemas['SharedProject']

/** Milliseconds after which nobody is told any more. */
const LINGER = 5_000
/** Milliseconds until it is tried again. */
const AGAIN = 3_000
/** An answer that comes sooner was not waited for. */
const AT_ONCE = 1_000

const rest = (signal: AbortSignal) =>
  new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, AGAIN)
    signal.addEventListener('abort', () => { clearTimeout(timer); resolve() }, { once: true })
  })

/** The board behind a link, kept up to date: each question waits at the server until something happened. */
export class Following {
  readonly #secret: string
  #shared: Shared | null | undefined
  #ending: AbortController | undefined
  #timer: ReturnType<typeof setTimeout> | undefined
  readonly #listeners = new Set<() => void>()

  constructor (secret: string) {
    this.#secret = secret
  }

  /** Undefined while it is not known, null when the link does not work any more. */
  readonly current = (): Shared | null | undefined => this.#shared

  readonly subscribe = (listener: () => void): (() => void) => {
    clearTimeout(this.#timer)
    this.#listeners.add(listener)
    if (!this.#ending) {
      this.#ending = new AbortController()
      void this.#follow(this.#ending.signal)
    }
    return () => {
      this.#listeners.delete(listener)
      // React looks away and back at once while it makes sure of a page.
      if (this.#listeners.size === 0) this.#timer = setTimeout(() => this.#end(), LINGER)
    }
  }

  async #follow(signal: AbortSignal): Promise<void> {
    let etag: string | null = null
    while (!signal.aborted) {
      const began = Date.now()
      try {
        const waits: Record<string, string> = etag === null ? {} : { 'if-none-match': etag, prefer: 'wait=20' }
        const answer: Response = await fetch('/api/v1/links/project', { headers: { 'renexus-link': this.#secret, ...waits }, cache: 'no-store', signal })
        if (answer.ok) {
          const known: string | null = etag
          etag = answer.headers.get('etag')
          this.#tell((await answer.json()) as Shared)
          // A node that was not told of a change yet gives what it has.
          if (etag === known) await rest(signal)
        } else if (answer.status === 404) {
          this.#tell(null)
          return
        } else if (answer.status !== 304 || Date.now() - began < AT_ONCE) {
          await rest(signal)
        }
      } catch {
        await rest(signal)
      }
    }
  }

  #tell(shared: Shared | null): void {
    this.#shared = shared
    for (const listener of this.#listeners) listener()
  }

  #end(): void {
    this.#ending?.abort()
    this.#ending = undefined
    this.#shared = undefined
  }
}
