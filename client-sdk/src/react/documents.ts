import { useCallback, useMemo, useSyncExternalStore } from 'react'
import type { Awareness } from 'y-protocols/awareness'

import type { Client } from '../client.js'
import type { DocumentOptions, DocumentState } from '../documents/state.js'
import { useClient } from './context.js'

/** One document for one component: looked at while it is drawn, held while it is shown. */
class Held {
  readonly #client: Client
  readonly #id: string
  readonly #options: DocumentOptions

  constructor(client: Client, id: string, options: DocumentOptions) {
    this.#client = client
    this.#id = id
    this.#options = options
  }

  readonly state = (): DocumentState => this.#session().state.value

  readonly subscribe = (changed: () => void): (() => void) => {
    const session = this.#session()
    session.hold()
    const stop = session.state.subscribe(changed)
    return () => {
      stop()
      session.release()
    }
  }

  #session() {
    return this.#client.documentSession(this.#id, this.#options)
  }
}

/** A document that is open as long as the component is shown. */
export function useDocument(id: string, { offline = false }: DocumentOptions = {}): DocumentState {
  const client = useClient()
  const held = useMemo(() => new Held(client, id, { offline }), [client, id, offline])
  return useSyncExternalStore(held.subscribe, held.state, held.state)
}

/** Whether everything in a document is on the server's disk, and how many edits are not. */
export function useSaved(id: string): { saved: boolean; pending: number; refused: boolean } {
  const { saved, pending, refused } = useDocument(id)
  return useMemo(() => ({ saved, pending, refused }), [saved, pending, refused])
}

/** What one window in a document says of itself. */
export interface Cursor {
  readonly clientId: number
  /** Whether it is this window. */
  readonly isOwn: boolean
  readonly state: Readonly<Record<string, unknown>>
}

/** Who is in a document. */
export function useAwareness(awareness: Awareness): readonly Cursor[] {
  const store = useMemo(() => cursors(awareness), [awareness])
  return useSyncExternalStore(store.subscribe, store.current, store.current)
}

function cursors(awareness: Awareness) {
  const read = (): readonly Cursor[] =>
    [...awareness.getStates()].map(([clientId, state]) => ({ clientId, isOwn: clientId === awareness.clientID, state }))
  let current = read()
  return {
    current: () => current,
    subscribe: (changed: () => void) => {
      const take = () => {
        current = read()
        changed()
      }
      take()
      awareness.on('change', take)
      return () => {
        awareness.off('change', take)
      }
    },
  }
}

/** The same for a document by its id. */
export function useCursors(id: string): readonly Cursor[] {
  return useAwareness(useDocument(id).awareness)
}

/** Changes what this window says of itself in a document; keeps the other fields. */
export function useSetCursor(id: string): (field: string, value: unknown) => void {
  const { awareness } = useDocument(id)
  return useCallback(
    (field, value) => {
      awareness.setLocalStateField(field, value)
    },
    [awareness],
  )
}
