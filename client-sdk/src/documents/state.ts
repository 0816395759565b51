import type { Awareness } from 'y-protocols/awareness'
import type { Doc } from 'yjs'

/** What one may do in a document. `none` when the server lets nobody in with this token. */
export type Access = 'none' | 'read' | 'comment' | 'write' | 'manage'

const LEVELS: readonly unknown[] = ['none', 'read', 'comment', 'write', 'manage'] satisfies readonly Access[]

/** Whether a word names what one may do. */
export function isAccess(word: unknown): word is Access {
  return LEVELS.includes(word)
}

/**
 * `connecting` until the server first answered, `connected`, `offline` while it cannot be reached, `denied` when it
 * refuses this document.
 */
export type DocumentStatus = 'connecting' | 'connected' | 'offline' | 'denied'

/** Why a document is denied. */
export interface Denial {
  readonly code: 'damaged' | 'forbidden' | 'not-found' | 'too-many' | 'unauthorized'
  /** The words of the server. */
  readonly reason: string
}

/** A document as it stands now; another object whenever something changed. */
export interface DocumentState {
  readonly id: string
  readonly doc: Doc
  readonly awareness: Awareness
  readonly status: DocumentStatus
  /** Whether everything that stands here is on the server's disk. Never true too early. */
  readonly saved: boolean
  /** How many edits made here are not on the server's disk yet. */
  readonly pending: number
  /** Whether the server refused an edit that stands here, as when rights ended while it was on its way. */
  readonly refused: boolean
  /** What one may do; null until the server or a former visit said so. */
  readonly access: Access | null
  /** Whether the content is there: from the server, or from this browser's own copy. */
  readonly loaded: boolean
  /** Whether the content was compared with the server's at least once. */
  readonly synced: boolean
  readonly denial: Denial | null
}

/** How a document is opened. */
export interface DocumentOptions {
  /** Keeps a copy in this browser (IndexedDB), so that edits made offline survive a reload. Default: false. */
  offline?: boolean
}

const REASONS: readonly (readonly [RegExp, Denial['code']])[] = [
  [/does not reach|forbidden|not allowed/i, 'forbidden'],
  [/no such/i, 'not-found'],
  [/damaged/i, 'damaged'],
  [/at most|too many/i, 'too-many'],
]

/** What the words of a refusal mean. */
export function denialOf(reason: string): Denial {
  const known = REASONS.find(([words]) => words.test(reason))
  return { code: known?.[1] ?? 'unauthorized', reason }
}
