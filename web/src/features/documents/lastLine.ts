import { Extension } from '@tiptap/core'
import { Plugin } from '@tiptap/pm/state'
import { ySyncPluginKey } from '@tiptap/y-tiptap'

/**
 * Keeps an empty line behind a heading, list or table at the end, so that one can go on there.
 * Only the hand that writes or clicks makes it: what comes from others changes nothing here, or each open window would add one.
 */
export const LastLine = Extension.create({
  name: 'lastLine',
  addProseMirrorPlugins () {
    const { editor } = this
    return [
      new Plugin({
        appendTransaction: (transactions, _, { doc, schema, tr }) => {
          const own = transactions.some((transaction) => (transaction.docChanged || transaction.selectionSet) && !transaction.getMeta(ySyncPluginKey))
          const { paragraph } = schema.nodes
          if (!own || !editor.isEditable || !paragraph || doc.lastChild?.type === paragraph) return null
          return tr.insert(doc.content.size, paragraph.create())
        }
      })
    ]
  }
})
