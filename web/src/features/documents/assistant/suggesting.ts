import { Extension } from '@tiptap/core'
import { Plugin, PluginKey, type EditorState } from '@tiptap/pm/state'
import { Decoration, DecorationSet } from '@tiptap/pm/view'
import { ySyncPluginKey } from '@tiptap/y-tiptap'

import { blocksOf } from './blocks'
import { REDRAW, type Desk } from './Desk'

const draw = (state: EditorState, desk: Desk): DecorationSet | null => {
  const { notes } = desk.current()
  if (notes.length === 0) return DecorationSet.empty
  const blocks = blocksOf(state)
  if (!blocks) return null
  const drawn: Decoration[] = []
  state.doc.forEach((node, from, at) => {
    const id = blocks[at]
    if (!id) return
    if (notes.some(({ client }) => client === id.client)) drawn.push(Decoration.node(from, from + node.nodeSize, { class: 'suggested' }))
    else if (notes.some(({ replaces }) => replaces.some(({ client, clock }) => client === id.client && clock === id.clock))) drawn.push(Decoration.node(from, from + node.nodeSize, { class: 'replaced' }))
  })
  return DecorationSet.create(state.doc, drawn)
}

/** Marks what the assistant wrote and what that replaces, until somebody decides. */
export const suggesting = (desk: Desk) =>
  Extension.create({
    name: 'suggesting',
    addProseMirrorPlugins () {
      const key = new PluginKey<DecorationSet>('suggesting')
      return [
        new Plugin<DecorationSet>({
          key,
          state: {
            init: () => DecorationSet.empty,
            apply: (tr, drawn, _, state) => {
              const carried = tr.docChanged ? drawn.map(tr.mapping, tr.doc) : drawn
              // Through one's own edits they are carried: the shared document hears of those later.
              return tr.getMeta(REDRAW) || tr.getMeta(ySyncPluginKey) ? draw(state, desk) ?? carried : carried
            }
          },
          view: (view) => {
            desk.attach(view)
            return { destroy: () => desk.attach(null) }
          },
          props: { decorations: (state) => key.getState(state) }
        })
      ]
    }
  })
