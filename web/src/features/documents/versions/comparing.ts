import { Extension } from '@tiptap/core'
import type { Node, Schema } from '@tiptap/pm/model'
import { Plugin, PluginKey } from '@tiptap/pm/state'
import { Decoration, DecorationSet } from '@tiptap/pm/view'

import { changesBetween } from './changes'

const wordsOf = (document: Node, from: number, to: number): string => {
  const words = document.textBetween(from, to, '\n', (node) => (node.type.name === 'hardBreak' ? '\n' : typeof node.attrs.label === 'string' ? node.attrs.label : ' ')).trim()
  // What goes on behind the end of a line began in the next one.
  const begin = document.resolve(from)
  return words !== '' && begin.parent.isTextblock && begin.pos === begin.end() ? `\n${words}` : words
}

/** Where words stood that are gone: in a line, or as a block of its own. */
const went = (words: string, list: boolean, line: boolean) => () => {
  const gone = document.createElement('del')
  gone.className = 'went'
  gone.textContent = words
  if (line) return gone
  const block = document.createElement(list ? 'li' : 'div')
  block.className = 'went-block'
  block.append(gone)
  return block
}

const LISTS = new Set(['bulletList', 'orderedList', 'taskList'])

const drawn = (before: Node, after: Node): DecorationSet => {
  const marks: Decoration[] = []
  for (const { fromA, toA, fromB, toB } of changesBetween(before, after)) {
    const words = wordsOf(before, fromA, toA)
    const { parent } = after.resolve(fromB)
    // Between the cells of a table there is no place for words.
    if (words !== '' && !/^(?:table|row)$/.test(String(parent.type.spec.tableRole))) {
      marks.push(Decoration.widget(fromB, went(words, LISTS.has(parent.type.name), parent.inlineContent), { side: -1, key: `${fromA}-${toA}` }))
    }
    if (fromB === toB) continue
    marks.push(Decoration.inline(fromB, toB, { nodeName: 'ins', class: 'came' }))
    after.nodesBetween(fromB, toB, (node, at, above) => {
      if (at >= fromB && node.isBlock && (above === after || node.isAtom || node.type.name === 'taskItem')) marks.push(Decoration.node(at, at + node.nodeSize, { class: 'came-block' }))
    })
  }
  return DecorationSet.create(after, marks)
}

/** Marks in a text that nobody writes in what came, and shows what went, since it was `before`. */
export const comparing = (before: (schema: Schema) => Node) =>
  Extension.create({
    name: 'comparing',
    addProseMirrorPlugins: () => {
      const key = new PluginKey<DecorationSet>('comparing')
      return [
        new Plugin<DecorationSet>({
          key,
          state: { init: (_, { doc }) => drawn(before(doc.type.schema), doc), apply: (tr, marks) => marks.map(tr.mapping, tr.doc) },
          props: { decorations: (state) => key.getState(state) }
        })
      ]
    }
  })
