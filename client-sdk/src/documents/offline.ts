import type { Doc } from 'yjs'

import { isAccess, type Access } from './state.js'

/** The name under which the copy keeps what the person may do. */
const ACCESS = 'access'

/** What a copy held. */
export interface Kept {
  /** Whether there was any content. */
  readonly found: boolean
  /** What the person was allowed to do when the server was last heard. */
  readonly access: Access | null
}

/** The copy of a document in this browser. */
export interface Copy {
  /** The copy was read. */
  readonly loaded: Promise<Kept>
  /** Keeps what the person may do, for when the server is not there to say it. */
  remember(access: Access): void
  /** The origin of what the copy brings into the document. */
  origin(): unknown
  close(): Promise<void>
}

/** Removes every copy whose name begins so, where the browser can list them. */
export async function removeCopies(beginning: string): Promise<void> {
  if (typeof indexedDB === 'undefined' || !('databases' in indexedDB)) return
  for (const { name } of await indexedDB.databases()) {
    if (name?.startsWith(beginning) === true) indexedDB.deleteDatabase(name)
  }
}

/** Opens the copy; the code for it is loaded only when it is wanted. */
export function openCopy(name: string, doc: Doc): Copy {
  const opening = import('y-indexeddb').then(({ IndexeddbPersistence }) => new IndexeddbPersistence(name, doc))
  let origin: unknown = opening
  const loaded = opening.then(async (persistence) => {
    origin = persistence
    await persistence.whenSynced
    const access: unknown = await persistence.get(ACCESS)
    return { found: doc.store.clients.size > 0, access: isAccess(access) ? access : null }
  })
  return {
    loaded,
    remember: (access) => {
      // Without it the document is read-only until the server is heard.
      void opening.then((persistence) => persistence.set(ACCESS, access)).catch(() => undefined)
    },
    origin: () => origin,
    close: async () => {
      await (await opening).destroy()
    },
  }
}
