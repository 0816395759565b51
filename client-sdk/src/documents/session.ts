import { Awareness } from 'y-protocols/awareness'
import { Doc } from 'yjs'

import { later, Store } from '../signal.js'
import type { Channel, Link } from '../transport/link.js'
import { introduce } from '../transport/presence.js'
import { Ledger } from './ledger.js'
import { openCopy, type Copy } from './offline.js'
import { denialOf, isAccess, type DocumentState } from './state.js'

/** How long a document that nobody holds stays, so that leaving one page for the next opens nothing anew. */
const LINGER_MS = 100
/** How long one that was looked at and not yet held stays: a page that is drawn may hold it later. */
const LOOKED_AT_MS = 5_000
/** How long edits on their way are waited for when nobody holds the document any more. */
const FLUSH_MS = 10_000

/** One open document, shared by everybody in this client who holds it. */
export class DocumentSession {
  readonly state: Store<DocumentState>
  readonly whenSynced: Promise<void>
  readonly #link: Link
  readonly #ledger = new Ledger(0)
  readonly #copy: Copy | null
  readonly #over: (session: DocumentSession) => void
  readonly #stopAsking: () => void
  readonly #stopWatching: () => void
  #resolveSynced: () => void = () => undefined
  #channel: Channel | null = null
  #holders = 0
  #end: ReturnType<typeof setTimeout> | undefined
  #triedToken = false
  #isOver = false

  constructor(id: string, [link, copyName]: [Link, string | null], over: (session: DocumentSession) => void) {
    this.#link = link
    this.#over = over
    this.whenSynced = new Promise((resolve) => {
      this.#resolveSynced = resolve
    })
    const doc = new Doc()
    this.#copy = copyName === null ? null : openCopy(copyName, doc)
    this.state = new Store<DocumentState>({
      id,
      doc,
      awareness: new Awareness(doc),
      status: 'connecting',
      saved: true,
      pending: 0,
      refused: false,
      access: null,
      loaded: false,
      synced: false,
      denial: null,
    })
    doc.on('update', this.#edited)
    void this.#copy?.loaded
      .then(({ found, access }) => {
        if (!found || this.#isOver) return
        this.state.set({ loaded: true, access: this.state.value.access ?? access })
      })
      .catch((error: unknown) => {
        console.warn('renexus: this browser keeps no copy of the document', error)
      })
    this.#stopAsking = link.mayAskAgain.subscribe(() => {
      if (this.state.value.status === 'denied') this.retry()
    })
    this.#stopWatching = link.state.subscribe(({ status }) => {
      if (status === 'offline' && this.state.value.status !== 'denied') this.state.set({ status })
    })
    this.#endIn(LOOKED_AT_MS)
  }

  /** Whether the document cannot be used any more. */
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

  /** Asks again to be let in. */
  retry(): void {
    this.#triedToken = false
    this.state.set({ status: 'connecting', denial: null })
    this.#channel?.askAgain()
  }

  destroy(): void {
    if (this.#isOver) return
    this.#isOver = true
    clearTimeout(this.#end)
    this.#stopAsking()
    this.#stopWatching()
    const { doc, awareness } = this.state.value
    doc.off('update', this.#edited)
    this.#channel?.close()
    awareness.destroy()
    void this.#copy?.close().catch(() => undefined)
    this.state.clear()
    this.#over(this)
    doc.destroy()
  }

  #open(): Channel {
    const { id, doc, awareness } = this.state.value
    return this.#link.open(id, [doc, awareness], {
      admitted: (scope) => {
        this.#triedToken = false
        this.#admitted(scope)
      },
      refused: (reason) => {
        void this.#refused(reason)
      },
      synced: () => {
        this.state.set({ synced: true, loaded: true })
        this.#resolveSynced()
      },
      sent: (told) => {
        if (told.kind === 'step2' || told.kind === 'update') this.#ledger.sent(told.kind)
      },
      heard: (told) => {
        if (this.#ledger.heard(told)) this.#show()
        else if (told.kind === 'stateless') this.#heardLevel(told.text)
      },
      lost: () => {
        this.#ledger.lost()
        this.#show()
      },
    })
  }

  #admitted(scope: string): void {
    const { access: before, awareness } = this.state.value
    const fits = scope === 'readonly' ? before === 'read' || before === 'comment' : before === 'write' || before === 'manage'
    const access = fits ? before : scope === 'readonly' ? 'read' : 'write'
    this.state.set({ status: 'connected', denial: null, access })
    if (access !== null) this.#copy?.remember(access)
    introduce(awareness, this.#channel?.me() ?? null)
    // The protocol tells two kinds of rights apart; the level is asked for.
    this.#channel?.say('{"ask":"level"}')
  }

  #heardLevel(text: string): void {
    const level = /^\{"level":"(read|comment|write|manage)"\}$/.exec(text)?.[1]
    if (!isAccess(level)) return
    this.state.set({ access: level })
    this.#copy?.remember(level)
  }

  async #refused(reason: string): Promise<void> {
    const denial = denialOf(reason)
    if (denial.code === 'unauthorized' && !this.#triedToken) {
      this.#triedToken = true
      if ((await this.#channel?.renewToken()) === true) return this.#channel?.authenticate()
    }
    if (this.#isOver) return
    this.#ledger.lost()
    this.state.set({ status: 'denied', access: 'none', denial })
    this.#copy?.remember('none')
    this.#show()
    this.#channel?.rest()
  }

  readonly #edited = (_: Uint8Array, origin: unknown): void => {
    // What came from the server is there; what came from the copy may not be.
    if (isProvider(origin)) return
    this.#ledger.edited()
    this.#show()
  }

  #show(): void {
    const { saved, pending, refused } = this.#ledger
    this.state.set({ saved, pending, refused })
    if (saved && this.#holders === 0 && this.#channel !== null) this.#endIn(LINGER_MS)
  }

  #endIn(ms: number): void {
    clearTimeout(this.#end)
    const since = Date.now()
    const end = () => {
      if (this.#holders > 0) return
      const waits = !this.#ledger.saved && this.#channel !== null && this.state.value.status !== 'denied'
      if (waits && Date.now() - since < FLUSH_MS) this.#end = later(end, LINGER_MS)
      else this.destroy()
    }
    this.#end = later(end, ms)
  }
}

/** Whether a change came through the connection. */
function isProvider(origin: unknown): boolean {
  return typeof origin === 'object' && origin !== null && 'effectiveName' in origin
}
