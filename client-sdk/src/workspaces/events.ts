import type { Schemas } from '../api/api.js'
import { isRecord } from '../errors.js'

/** One line of a workspace's log. */
export interface WorkspaceEvent {
  /** Grows by one with each event of the workspace, without holes. */
  readonly seq: number
  /** What happened: `task.updated`. */
  readonly type: string
  readonly workspace: string
  /** Who did it; null for the server itself. */
  readonly actor: string | null
  readonly at: string
  /** Particulars; empty when the event is about something that one may not read. */
  readonly data: Readonly<Record<string, unknown>>
}

/** The log does not reach back to where the listener was: load everything anew; events behind `seq` follow. */
export interface WorkspaceReset {
  readonly type: 'reset'
  readonly seq: number
}

/** What a listener of a workspace hears. */
export type WorkspaceNews = WorkspaceEvent | WorkspaceReset

/** Something that a person is told. */
export type Notification = Schemas['NotificationView']

/** What the channel of a workspace says. */
export type Message =
  | { readonly kind: 'event'; readonly event: WorkspaceEvent }
  | { readonly kind: 'reset'; readonly seq: number }
  | { readonly kind: 'notification'; readonly notification: Notification }

/** Reads a message of the channel; null for what this version does not know. */
export function readMessage(text: string): Message | null {
  const said: unknown = JSON.parse(text)
  if (!isRecord(said)) return null
  if (said['reset'] === true && typeof said['seq'] === 'number') return { kind: 'reset', seq: said['seq'] }
  if (said['type'] === 'notification.created' && isRecord(said['notification'])) {
    return { kind: 'notification', notification: said['notification'] as Notification }
  }
  return isEvent(said) ? { kind: 'event', event: said } : null
}

function isEvent(said: Record<string, unknown>): said is Record<string, unknown> & WorkspaceEvent {
  return typeof said['seq'] === 'number' && typeof said['type'] === 'string' && isRecord(said['data'] ?? {})
}
