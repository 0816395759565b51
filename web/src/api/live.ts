import type { Dispatch } from '@/app/store'

import { api, type Tag } from './base'
import { notificationsApi } from './notifications'
import type { Notification, Workspace, WorkspaceEvent } from './shapes'

/** Brings one event into the cache; says whether the cache is current now (then nothing is read anew). */
export type Patch = (event: WorkspaceEvent, dispatch: Dispatch) => boolean

const patches: { kinds: RegExp; patch: Patch }[] = []

/** A feature says how its cache follows events whose type matches. Returns the end of it. */
export const onEvent = (kinds: RegExp, patch: Patch): (() => void) => {
  const entry = { kinds, patch }
  patches.push(entry)
  return () => {
    patches.splice(patches.indexOf(entry), 1)
  }
}

/** Which reads an event voids when no patch took care of it. The longest beginning counts. */
const VOIDS: Record<string, readonly Tag[]> = {
  access: ['Access', 'Project', 'Document'],
  assistant: ['Assistant'],
  board: ['Board', 'Task'],
  comment: ['Comment', 'Thread'],
  reaction: ['Comment', 'Thread'],
  cycle: ['Cycle'],
  document: ['Document'],
  file: ['File'],
  forecast: ['Forecast'],
  invitation: ['Invitation'],
  label: ['Label', 'Board'],
  member: ['Member', 'Workspace'],
  milestone: ['Milestone'],
  page: ['Document', 'Search'],
  project: ['Project', 'Board'],
  status: ['Status', 'Board'],
  task: ['Task', 'Board', 'Search'],
  tasks: ['Task', 'Board', 'Search'],
  thread: ['Thread', 'Comment'],
  view: ['View'],
  webhook: ['Webhook'],
  workspace: ['Workspace']
}

/** Reads that are put together from many things, which no patch keeps current. */
const SUMS: Record<string, readonly Tag[]> = { cycle: ['Insight'], task: ['Insight'], tasks: ['Insight'] }

const waiting = new Set<Tag>()
let timer: ReturnType<typeof setTimeout> | null = null

/** Reads are voided together, so that a burst of events asks once. In milliseconds. */
const GATHER = 120

const voided = (tags: readonly Tag[], dispatch: Dispatch) => {
  if (tags.length === 0) return
  for (const tag of tags) waiting.add(tag)
  timer ??= setTimeout(() => {
    timer = null
    const all = [...waiting]
    waiting.clear()
    dispatch(api.util.invalidateTags(all))
  }, GATHER)
}

/** The last event of each workspace that came into the cache. */
const heard = new Map<string, number>()

/** Behind which event the cache has to be told what happened: things were loaded before the connection was there. */
export const loadedAt = ({ id, seq }: Workspace): number | undefined => {
  const known = Math.max(heard.get(id) ?? -1, seq ?? -1)
  return known < 0 ? undefined : known
}

/** Brings an event of the workspace into everything that is on the screen. */
export const happened = (event: WorkspaceEvent, dispatch: Dispatch): void => {
  heard.set(event.workspace, event.seq)
  const kind = event.type.split('.')[0] ?? ''
  const current = patches.filter(({ kinds }) => kinds.test(event.type)).map(({ patch }) => patch(event, dispatch))
  if (current.some((done) => done)) voided(SUMS[kind] ?? [], dispatch)
  else voided([...(VOIDS[kind] ?? []), ...(SUMS[kind] ?? [])], dispatch)
}

/** The log does not reach back to where we were: everything is read anew. */
export const missed = (dispatch: Dispatch): void => {
  dispatch(api.util.invalidateTags(['Task', 'Board', 'Project', 'Member', 'Thread', 'Comment', 'Document', 'Notification', 'Workspace', 'Label', 'Status', 'View', 'Cycle', 'Milestone', 'File', 'Invitation', 'Insight', 'Forecast', 'Version', 'Audit']))
}

/** Something is there for the person: the badge counts at once, the inbox shows it at once. */
export const told = (notification: Notification, dispatch: Dispatch): void => {
  dispatch(
    notificationsApi.util.updateQueryData('notifications', {}, (kept) => {
      if (!kept.items.some(({ id }) => id === notification.id)) kept.items.unshift(notification)
    })
  )
  dispatch(api.util.invalidateTags(['Notification']))
}

/** The connection is there: what was said before it is not said again. */
export const mayHaveBeenTold = (dispatch: Dispatch): void => {
  dispatch(api.util.invalidateTags(['Notification']))
}
