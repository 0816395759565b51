import type { Link } from '../transport/link.js'
import { DocumentSession } from './session.js'
import type { DocumentOptions } from './state.js'

/** The open documents of a client. */
export class Documents {
  readonly #link: Link
  readonly #copies: string
  readonly #warns: boolean
  readonly #sessions = new Map<string, DocumentSession>()
  #listens = false

  /** Copies in this browser are named behind `copies`; with `warns`, leaving the page with unsaved edits asks. */
  constructor(link: Link, copies: string, warns: boolean) {
    this.#link = link
    this.#copies = copies
    this.#warns = warns && typeof window !== 'undefined' && typeof window.addEventListener === 'function'
  }

  /** The document as it is open here; opened when it was not. */
  session(id: string, { offline = false }: DocumentOptions): DocumentSession {
    const known = this.#sessions.get(id)
    if (known !== undefined && !known.isOver) return known
    const copy = offline && typeof indexedDB !== 'undefined' ? `${this.#copies}${id}` : null
    const session = new DocumentSession(id, [this.#link, copy], (over) => {
      if (this.#sessions.get(id) === over) this.#sessions.delete(id)
      this.#listen()
    })
    this.#sessions.set(id, session)
    this.#listen()
    return session
  }

  /** How many edits in all documents are not on the server's disk. */
  get pending(): number {
    return this.#all.reduce((sum, { state }) => sum + state.value.pending, 0)
  }

  get size(): number {
    return this.#sessions.size
  }

  destroy(): void {
    for (const session of this.#all) session.destroy()
  }

  get #all(): DocumentSession[] {
    return [...this.#sessions.values()]
  }

  /** Pages with a listener for leaving are not kept for the way back, so there is one only when it is needed. */
  #listen(): void {
    const wanted = this.#warns && this.#sessions.size > 0
    if (wanted === this.#listens) return
    this.#listens = wanted
    if (wanted) window.addEventListener('beforeunload', this.#leaving)
    else window.removeEventListener('beforeunload', this.#leaving)
  }

  readonly #leaving = (event: BeforeUnloadEvent) => {
    if (this.#all.some(({ state }) => !state.value.saved && state.value.status !== 'denied')) event.preventDefault()
  }
}
