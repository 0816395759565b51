import type { Node, Schema } from '@tiptap/pm/model'
import { yXmlFragmentToProseMirrorRootNode } from '@tiptap/y-tiptap'
import { applyUpdate, Doc } from 'yjs'

/** The text that an update of a whole document holds. */
export const textOf = (update: Uint8Array, schema: Schema): Node => {
  const doc = new Doc()
  try {
    applyUpdate(doc, update)
    const text = yXmlFragmentToProseMirrorRootNode(doc.getXmlFragment('default'), schema)
    return text.childCount > 0 ? text : (schema.topNodeType.createAndFill() ?? text)
  } finally {
    doc.destroy()
  }
}
