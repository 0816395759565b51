import { Extension } from '@tiptap/core'
import type { Node } from '@tiptap/pm/model'
import { Plugin, PluginKey } from '@tiptap/pm/state'
import { Decoration, DecorationSet, type EditorView } from '@tiptap/pm/view'

import { LOOK, type Finder, type Place } from './Finder'

interface Looked {
  places: readonly Place[]
  drawn: DecorationSet
}

/** Places that are found at most. */
const MOST = 2_000
/** What stands for a picture or a mention: no words contain it. */
const THING = '\ufffc'

const NOTHING: Looked = { places: [], drawn: DecorationSet.empty }

/** Where words stand in a document, large and small letters alike. */
const placesOf = (document: Node, words: string): Place[] => {
  const wanted = new RegExp(words.replaceAll(/[$()*+.?[\\\]^{|}]/g, String.raw`\$&`), 'giu')
  const places: Place[] = []
  document.descendants((node, position) => {
    if (!node.isTextblock || places.length >= MOST) return places.length < MOST
    const text = node.textBetween(0, node.content.size, THING, THING)
    for (const { index, 0: { length } } of text.matchAll(wanted)) {
      if (places.length < MOST) places.push({ from: position + 1 + index, to: position + 1 + index + length })
    }
    return false
  })
  return places
}

const reveal = (view: EditorView, { from }: Place) => {
  const { node } = view.domAtPos(from, 1)
  const element = node instanceof Element ? node : node.parentElement
  element?.scrollIntoView({ block: 'center' })
}

/** Finds words in the text and marks them; Ctrl-F opens the bar. */
export const finding = (finder: Finder) =>
  Extension.create({
    name: 'finding',
    addProseMirrorPlugins () {
      const key = new PluginKey<Looked>('finding')
      const look = (document: Node): Looked => {
        const { open, words, at } = finder.current()
        if (!open || words === '') return NOTHING
        const places = placesOf(document, words)
        const current = Math.min(at, places.length - 1)
        return { places, drawn: DecorationSet.create(document, places.map(({ from, to }, index) => Decoration.inline(from, to, { class: index === current ? 'found found-at' : 'found' }))) }
      }
      return [
        new Plugin<Looked>({
          key,
          state: {
            init: () => NOTHING,
            apply: (tr, looked, _, state) => (tr.getMeta(LOOK) || (tr.docChanged && finder.current().open) ? look(state.doc) : looked)
          },
          view: (view) => {
            finder.attach(view)
            let shown = finder.current()
            return {
              update: (now) => {
                const places = key.getState(now.state)?.places ?? []
                finder.counted(places)
                const found = finder.current()
                const place = places[found.at]
                if (place && found.open && (found.at !== shown.at || found.words !== shown.words)) reveal(now, place)
                shown = found
              },
              destroy: () => finder.attach(null)
            }
          },
          props: {
            decorations: (state) => key.getState(state)?.drawn,
            // Heard also where the person may not write.
            handleDOMEvents: {
              keydown: (_, event) => {
                if (event.key.toLowerCase() !== 'f' || event.altKey || event.shiftKey || !(event.ctrlKey || event.metaKey)) return false
                event.preventDefault()
                event.stopPropagation()
                finder.open()
                return true
              }
            }
          }
        })
      ]
    }
  })
