import type { EditorView } from '@tiptap/pm/view'

import { anchorOf, quoteOf, type Anchor, type Range } from './anchors'

/** A comment that is being written. */
export interface Draft {
  anchor: Anchor
  quote: string
}

/** What React draws of the comments of a text. */
export interface Seen {
  /** The ones whose text is there, in the order of the text. */
  order: readonly string[]
  active: string | null
  draft: Draft | null
}

/** The name of the draft among the others. */
export const DRAFT = 'draft'

/** Marks the transactions after which comments are looked up and drawn anew. */
export const REDRAW = 'remarks-redraw'

/** The comments of one text: between the editor, which knows where they are, and React, which draws them. */
export class Remarks {
  #anchors: ReadonlyMap<string, Anchor> = new Map()
  #ranges: ReadonlyMap<string, Range> = new Map()
  #seen: Seen = { order: [], active: null, draft: null }
  #view: EditorView | null = null
  #may = false
  readonly #listeners = new Set<() => void>()
  readonly #movers = new Set<() => void>()

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  readonly current = (): Seen => this.#seen

  /** Hears that comments may stand elsewhere now. */
  readonly onMove = (mover: () => void): (() => void) => {
    this.#movers.add(mover)
    return () => this.#movers.delete(mover)
  }

  /** Where to look for comments: the draft is one of them. */
  get anchors(): ReadonlyMap<string, Anchor> {
    const { draft } = this.#seen
    return draft ? new Map([...this.#anchors, [DRAFT, draft.anchor]]) : this.#anchors
  }

  get active(): string | null {
    return this.#seen.draft ? DRAFT : this.#seen.active
  }

  range(id: string): Range | undefined {
    return this.#ranges.get(id)
  }

  /** The editor says where the comments are. */
  placed(ranges: ReadonlyMap<string, Range>): void {
    this.#ranges = ranges
    const order = [...ranges].sort(([, one], [, other]) => one.from - other.from || one.to - other.to).map(([id]) => id)
    if (order.join() !== this.#seen.order.join()) this.#show({ order })
    this.moved()
  }

  /** The text around the comments changed. */
  moved(): void {
    for (const mover of this.#movers) mover()
  }

  attach(view: EditorView | null): void {
    this.#view = view
  }

  /** The comments that there are, and whether the person may add one. */
  look(anchors: ReadonlyMap<string, Anchor>, may: boolean): void {
    this.#anchors = anchors
    this.#may = may
    this.#redraw()
  }

  activate(id: string | null): void {
    if (id === this.#seen.active) return
    this.#show({ active: id })
    this.#redraw()
  }

  /** Begins a comment on what is selected. Says whether there was something to comment on. */
  begin(): boolean {
    const view = this.#view
    if (!view || !this.#may || view.state.selection.empty) return false
    const { from, to } = view.state.selection
    const anchor = anchorOf(view.state, { from, to })
    if (!anchor) return false
    this.#show({ draft: { anchor, quote: quoteOf(view.state, { from, to }) }, active: null })
    this.#redraw()
    return true
  }

  /** A draft was sent (then it is a comment of that id) or given up. Another that was begun meanwhile stays. */
  end(draft: Draft, id: string | null): void {
    if (draft !== this.#seen.draft) return
    this.#show({ draft: null, active: id })
    this.#redraw()
    this.#view?.focus()
  }

  /** Brings the text of a comment to the eye. */
  reveal(id: string): void {
    const range = this.#ranges.get(id)
    if (!range || !this.#view) return
    const { node } = this.#view.domAtPos(range.from)
    const element = node instanceof Element ? node : node.parentElement
    element?.scrollIntoView({ block: 'center' })
  }

  #show(part: Partial<Seen>): void {
    this.#seen = { ...this.#seen, ...part }
    for (const listener of this.#listeners) listener()
  }

  #redraw(): void {
    const view = this.#view
    if (view && !view.isDestroyed) view.dispatch(view.state.tr.setMeta(REDRAW, true))
  }
}
