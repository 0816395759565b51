import { Extension } from '@tiptap/core'
import { Plugin, PluginKey, type EditorState } from '@tiptap/pm/state'
import { Decoration, DecorationSet } from '@tiptap/pm/view'
import { ySyncPluginKey } from '@tiptap/y-tiptap'

import { rangeOf, type Range } from './anchors'
import { REDRAW, type Remarks } from './Remarks'

interface Marked {
  ranges: ReadonlyMap<string, Range>
  drawn: DecorationSet
}

const NOTHING: Marked = { ranges: new Map(), drawn: DecorationSet.empty }

const draw = (state: EditorState, ranges: ReadonlyMap<string, Range>, active: string | null): Marked => {
  if (ranges.size === 0) return NOTHING
  const all = [...ranges].map(([id, { from, to }]) => Decoration.inline(from, to, { class: id === active ? 'remark remark-active' : 'remark', 'data-remark': id }))
  return { ranges, drawn: DecorationSet.create(state.doc, all) }
}

/** The comment whose text stands at a position; of several the one with the least text. */
const at = (ranges: ReadonlyMap<string, Range>, position: number): string | null => {
  const there = [...ranges].filter(([, { from, to }]) => from <= position && position <= to)
  return there.sort(([, one], [, other]) => one.to - one.from - (other.to - other.from))[0]?.[0] ?? null
}

/** Marks the text that is commented on, and begins comments with Ctrl-Alt-M. */
export const remarking = (remarks: Remarks) =>
  Extension.create({
    name: 'remarking',
    addProseMirrorPlugins () {
      const key = new PluginKey<Marked>('remarking')
      const anew = (old: EditorState, state: EditorState): Marked => {
        const ranges = new Map<string, Range>()
        for (const [id, anchor] of remarks.anchors) {
          // What is kept of the shared document is the same in the old state and the new one.
          const range = rangeOf(old, anchor, state.doc.content.size)
          if (range) ranges.set(id, range)
        }
        return draw(state, ranges, remarks.active)
      }
      return [
        new Plugin<Marked>({
          key,
          state: {
            init: () => NOTHING,
            apply: (tr, marked, old, state) => {
              // Edits of others replace the text, so places are looked up; through one's own edits they are carried.
              if (tr.getMeta(REDRAW) || tr.getMeta(ySyncPluginKey)) return anew(old, state)
              if (!tr.docChanged || marked.ranges.size === 0) return marked
              const carried = [...marked.ranges].map(([id, { from, to }]) => [id, { from: tr.mapping.map(from, 1), to: tr.mapping.map(to, -1) }] as const)
              return draw(state, new Map(carried.filter(([, { from, to }]) => from < to)), remarks.active)
            }
          },
          view: (view) => {
            remarks.attach(view)
            remarks.placed(key.getState(view.state)?.ranges ?? NOTHING.ranges)
            return {
              update: (now, old) => {
                const marked = key.getState(now.state)
                if (marked && marked !== key.getState(old)) remarks.placed(marked.ranges)
                else if (now.state.doc !== old.doc) remarks.moved()
              },
              destroy: () => remarks.attach(null)
            }
          },
          props: {
            decorations: (state) => key.getState(state)?.drawn,
            handleClick: (view, position) => {
              remarks.activate(at(key.getState(view.state)?.ranges ?? NOTHING.ranges, position))
              return false
            },
            // Heard also where the person may not write.
            handleDOMEvents: {
              keydown: (_, event) => {
                if (event.code !== 'KeyM' || !event.altKey || !(event.ctrlKey || event.metaKey) || !remarks.begin()) return false
                event.preventDefault()
                return true
              }
            }
          }
        })
      ]
    }
  })
