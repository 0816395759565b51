import type { WorkspaceEvent, WorkspaceNews } from './events.js'

/** Most events that wait for a listener that is still reading what was before; beyond it hears a reset. */
const MOST_WAITING = 5_000

/** Reads pages of the log behind a number. */
export type ReadLog = (after: number) => Promise<readonly WorkspaceEvent[]>

/** One listener of a workspace: hears each event once, in order, whenever it came. */
export class Listener {
  readonly #hear: (news: WorkspaceNews) => void
  /** The last event that was told; null while it is not known where to begin. */
  #seq: number | null
  #waiting: WorkspaceEvent[] = []
  #isReading = false

  constructor(hear: (news: WorkspaceNews) => void, after: number | null) {
    this.#hear = hear
    this.#seq = after
  }

  /** Where the channel stands is known: what lies between is read from the log. */
  async begin(head: number, read: ReadLog): Promise<void> {
    if (this.#isReading) return
    this.#seq ??= head
    if (this.#seq >= head) return
    this.#isReading = true
    try {
      while (this.#seq < head) {
        const page = await read(this.#seq)
        if (page.length === 0) break
        for (const event of page) this.#tell(event)
      }
    } catch {
      this.reset(head)
    } finally {
      this.#isReading = false
      const waiting = this.#waiting
      this.#waiting = []
      for (const event of waiting) this.take(event)
    }
  }

  take(event: WorkspaceEvent): void {
    if (!this.#isReading) {
      this.#tell(event)
    } else if (this.#waiting.length < MOST_WAITING) {
      this.#waiting.push(event)
    } else {
      this.#waiting = []
      this.reset(event.seq)
    }
  }

  reset(seq: number): void {
    this.#seq = seq
    this.#waiting = this.#waiting.filter((event) => event.seq > seq)
    this.#hear({ type: 'reset', seq })
  }

  #tell(event: WorkspaceEvent): void {
    if (this.#seq !== null && event.seq <= this.#seq) return
    this.#seq = event.seq
    this.#hear(event)
  }
}
