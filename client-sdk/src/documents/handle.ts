import type { Awareness } from 'y-protocols/awareness'
import type { Doc } from 'yjs'

import type { Unsubscribe } from '../signal.js'
import type { DocumentSession } from './session.js'
import type { Access, Denial, DocumentState, DocumentStatus } from './state.js'

/** A document that is open until `destroy`. Several handles of one document share its connection and content. */
export class DocumentHandle {
  readonly id: string
  readonly doc: Doc
  readonly awareness: Awareness
  /** Comes when the content was first compared with the server's. */
  readonly whenSynced: Promise<void>
  readonly #session: DocumentSession
  readonly #stops = new Set<Unsubscribe>()
  #isOver = false

  /** @internal */
  constructor(session: DocumentSession) {
    session.hold()
    const { id, doc, awareness } = session.state.value
    this.#session = session
    this.id = id
    this.doc = doc
    this.awareness = awareness
    this.whenSynced = session.whenSynced
  }

  /** Everything at once; another object whenever something changed. */
  get state(): DocumentState {
    return this.#session.state.value
  }

  get status(): DocumentStatus {
    return this.state.status
  }

  /** Whether everything that stands here is on the server's disk. */
  get saved(): boolean {
    return this.state.saved
  }

  /** How many edits made here are not on the server's disk yet. */
  get pending(): number {
    return this.state.pending
  }

  /** What one may do now; null until the server said so. */
  get access(): Access | null {
    return this.state.access
  }

  get synced(): boolean {
    return this.state.synced
  }

  get denial(): Denial | null {
    return this.state.denial
  }

  /** Hears of each change of `state`. */
  subscribe(listener: (state: DocumentState) => void): Unsubscribe {
    const stop = this.#session.state.subscribe(listener)
    this.#stops.add(stop)
    return () => {
      this.#stops.delete(stop)
      stop()
    }
  }

  /** Asks again to be let in, after `denied`. */
  retry(): void {
    this.#session.retry()
  }

  /** Lets go. Edits that are on their way are still brought to the server. */
  destroy(): void {
    if (this.#isOver) return
    this.#isOver = true
    for (const stop of this.#stops) stop()
    this.#stops.clear()
    this.#session.release()
  }
}
