import type { Told } from '../transport/frame.js'

/** A message that waits for its receipt, and the edits that are on disk once it is there. */
interface Sent {
  readonly isSync: boolean
  readonly edits: number
}

/**
 * The books of what is on the server's disk. Edits are counted; each message that carries some gets one receipt, in
 * order. What was sent over a connection that ended counts as not sent: the next sync carries it again.
 */
export class Ledger {
  /** Edits made here. */
  #made: number
  /** Of those, how many are on disk. */
  #saved = 0
  #unacknowledged: Sent[] = []
  /** Receipts that came before the sync of this connection was on disk. */
  #early = 0
  #isSynced = false
  /** Whether the server refused an edit that stands in the document here. */
  #refused = false

  /** With `unknown` edits the document brought something along that the server may lack. */
  constructor(unknown: number) {
    this.#made = unknown
  }

  /** How many edits are not on the server's disk. */
  get pending(): number {
    return this.#made - this.#saved
  }

  /** Whether an edit that stands here was refused by the server. */
  get refused(): boolean {
    return this.#refused
  }

  /** Whether everything that stands here is on the server's disk. */
  get saved(): boolean {
    return this.pending === 0 && !this.#refused
  }

  edited(): void {
    this.#made += 1
  }

  sent(kind: 'step2' | 'update'): void {
    this.#unacknowledged.push({ isSync: kind === 'step2', edits: this.#made })
  }

  /** Takes the receipt of the oldest message that has none; whether that was a refusal. */
  acknowledged(isSaved: boolean): void {
    const sent = this.#unacknowledged.shift()
    if (sent === undefined) return
    if (!isSaved) {
      this.#refused = true
      return
    }
    if (sent.isSync) {
      this.#isSynced = true
      // A whole state that the server took heals what it refused before.
      this.#refused = false
    }
    this.#early = Math.max(this.#early, sent.edits)
    if (this.#isSynced) this.#saved = Math.max(this.#saved, this.#early)
  }

  /** The connection ended: receipts that are missing will not come. */
  lost(): void {
    this.#unacknowledged = []
    this.#early = this.#saved
    this.#isSynced = false
  }

  heard(told: Told): boolean {
    if (told.kind !== 'status') return false
    this.acknowledged(told.saved)
    return true
  }
}
