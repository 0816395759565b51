import type { Awareness } from 'y-protocols/awareness'

import type { Identity } from '../auth/tokens.js'
import { isRecord } from '../errors.js'

/** Says here who one is, as the server says it to others, unless the app says something else or wants to be unseen. */
export function introduce(awareness: Awareness, me: Identity | null): void {
  const state = awareness.getLocalState()
  if (me === null || state === null || isRecord(state['user'])) return
  awareness.setLocalStateField('user', { id: me.id, name: me.name })
}
