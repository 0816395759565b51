import type { EditorState } from '@tiptap/pm/state'
import { ySyncPluginKey } from '@tiptap/y-tiptap'
import type { XmlFragment } from 'yjs'

/** An item of the shared document. */
export interface ItemId {
  client: number
  clock: number
}

/** Which item of the shared document each block of the editor is; null while the two are not the same. */
export const blocksOf = (state: EditorState): readonly ItemId[] | null => {
  const shared = ySyncPluginKey.getState(state) as { type?: XmlFragment } | undefined
  const parts = shared?.type?.toArray() ?? []
  if (parts.length !== state.doc.childCount) return null
  return parts.flatMap(({ _item }) => (_item ? [{ client: _item.id.client, clock: _item.id.clock }] : []))
}
