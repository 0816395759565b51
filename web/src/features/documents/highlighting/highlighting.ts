import { Extension } from '@tiptap/core'
import type { Node } from '@tiptap/pm/model'
import { Plugin, PluginKey } from '@tiptap/pm/state'
import { DecorationSet } from '@tiptap/pm/view'

type Colour = (block: Node, position: number) => Parameters<typeof DecorationSet.create>[1]

const blocksOf = (document: Node): { block: Node; at: number }[] => {
  const found: { block: Node; at: number }[] = []
  document.descendants((node, at) => {
    if (node.type.name === 'codeBlock') found.push({ block: node, at })
    return !node.isTextblock
  })
  return found
}

/** Colours code; what knows the languages is loaded with the first code block. */
export const Highlighting = Extension.create({
  name: 'highlighting',
  addProseMirrorPlugins: () => {
    const key = new PluginKey<DecorationSet>('highlighting')
    let colour: Colour | null = null
    let asked = false
    const draw = (document: Node): DecorationSet => {
      const made = colour
      return made ? DecorationSet.create(document, blocksOf(document).flatMap(({ block, at }) => made(block, at))) : DecorationSet.empty
    }
    return [
      new Plugin<DecorationSet>({
        key,
        state: {
          init: () => DecorationSet.empty,
          apply: (tr, drawn, _, state) => (tr.docChanged || tr.getMeta(key) ? draw(state.doc) : drawn)
        },
        view: () => ({
          update: (view, old) => {
            if (asked || view.state.doc === old.doc || blocksOf(view.state.doc).length === 0) return
            asked = true
            import('./colouring').then(
              (loaded) => {
                colour = loaded.colour
                if (!view.isDestroyed) view.dispatch(view.state.tr.setMeta(key, true))
              },
              // Code is read without colours as well; the next change tries again.
              () => { asked = false }
            )
          }
        }),
        props: { decorations: (state) => key.getState(state) }
      })
    ]
  }
})
