import { TextSelection } from '@tiptap/pm/state'
import type { EditorView } from '@tiptap/pm/view'

/** Marks the transactions after which it is looked anew. */
export const LOOK = 'finder-look'

/** Where something was found. */
export interface Place {
  from: number
  to: number
}

/** What React draws of the search in a text. */
export interface Found {
  open: boolean
  words: string
  /** How many places there are, and which of them is looked at, from 0. */
  count: number
  at: number
}

/** The search in one text: between the editor, which finds and marks, and React, which draws the bar. */
export class Finder {
  #found: Found = { open: false, words: '', count: 0, at: 0 }
  #places: readonly Place[] = []
  #view: EditorView | null = null
  readonly #listeners = new Set<() => void>()

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  readonly current = (): Found => this.#found

  attach (view: EditorView | null): void {
    this.#view = view
  }

  /** Opens the bar with what is selected. */
  open (): void {
    const { state } = this.#view ?? {}
    const selected = state && !state.selection.empty ? state.doc.textBetween(state.selection.from, state.selection.to, ' ') : ''
    this.#set({ open: true, ...(selected !== '' && selected.length < 100 ? { words: selected, at: 0 } : {}) })
  }

  look (words: string): void {
    this.#set({ words, at: 0 })
  }

  /** Goes to the next place or the one before; round at both ends. */
  step (steps: number): void {
    const { count, at } = this.#found
    if (count > 0) this.#set({ at: (at + steps + count) % count })
  }

  /** Closes the bar; the cursor is where it was looked last. */
  close (): void {
    const [view, place] = [this.#view, this.#places[this.#found.at]]
    this.#set({ open: false })
    if (!view || view.isDestroyed) return
    if (place && place.to <= view.state.doc.content.size) view.dispatch(view.state.tr.setSelection(TextSelection.create(view.state.doc, place.from, place.to)))
    view.focus()
  }

  /** The editor says what it found. */
  counted (places: readonly Place[]): void {
    const count = places.length
    this.#places = places
    if (count === this.#found.count) return
    this.#found = { ...this.#found, count, at: Math.max(0, Math.min(this.#found.at, count - 1)) }
    this.#tell()
  }

  #set (part: Partial<Found>): void {
    this.#found = { ...this.#found, ...part }
    this.#tell()
    if (this.#view && !this.#view.isDestroyed) this.#view.dispatch(this.#view.state.tr.setMeta(LOOK, true))
  }

  #tell (): void {
    for (const listener of this.#listeners) listener()
  }
}
