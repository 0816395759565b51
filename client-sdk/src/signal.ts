/** Ends a subscription; calling it again does nothing. */
export type Unsubscribe = () => void

/** Listeners of one kind of news. */
export class Signal<News> {
  readonly #listeners = new Set<{ hear: (news: News) => void }>()

  /** Hears what is told from now on. */
  subscribe(hear: (news: News) => void): Unsubscribe {
    // A box of its own, so that one function may listen twice.
    const listener = { hear }
    this.#listeners.add(listener)
    return () => void this.#listeners.delete(listener)
  }

  /** Tells everybody; one who throws keeps nobody else from hearing. */
  tell(news: News): void {
    for (const listener of [...this.#listeners]) {
      try {
        if (this.#listeners.has(listener)) listener.hear(news)
      } catch (error) {
        reportLater(error)
      }
    }
  }

  get size(): number {
    return this.#listeners.size
  }

  clear(): void {
    this.#listeners.clear()
  }
}

/** A value that can be looked at and listened to. Snapshots are new objects only when something changed. */
export class Store<Value extends object> {
  readonly #changed = new Signal<Value>()
  #value: Value

  constructor(value: Value) {
    this.#value = value
  }

  get value(): Value {
    return this.#value
  }

  /** Changes some fields; says so only when one of them is another. */
  set(change: Partial<Value>): void {
    const next = { ...this.#value, ...change }
    const keys = Object.keys(change) as (keyof Value)[]
    if (keys.every((key) => Object.is(next[key], this.#value[key]))) return
    this.#value = next
    this.#changed.tell(next)
  }

  subscribe(hear: (value: Value) => void): Unsubscribe {
    return this.#changed.subscribe(hear)
  }

  get listeners(): number {
    return this.#changed.size
  }

  clear(): void {
    this.#changed.clear()
  }
}

function reportLater(error: unknown): void {
  queueMicrotask(() => {
    throw error
  })
}

/** A timer that keeps no program alive. */
export function later(act: () => void, ms: number): ReturnType<typeof setTimeout> {
  // Longer ones overflow and would fire at once.
  const timer = setTimeout(act, Math.min(Math.max(ms, 0), 2_147_483_647))
  // In browsers it is a number.
  const inNode = timer as Partial<Pick<NodeJS.Timeout, 'unref'>>
  inNode.unref?.()
  return timer
}
