import type { Doc } from 'yjs'

/** The copy of a document in this browser. */
export interface Copy {
  /** Becomes true when the copy was read: whether there was anything. */
  readonly loaded: Promise<boolean>
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
    return doc.store.clients.size > 0
  })
  return {
    loaded,
    origin: () => origin,
    close: async () => {
      await (await opening).destroy()
    },
  }
}
