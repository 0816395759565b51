import type { LucideIcon } from 'lucide-react'

/** One thing that a menu at the cursor offers. */
export interface Offer {
  id: string
  name: string
  /** What is said beside the name. */
  hint?: string
  icon?: LucideIcon
  /** Whose picture stands in front. */
  person?: { id: string; picture: string | null }
}

/** What a menu at the cursor shows now. */
export interface Shown {
  name: string
  offers: readonly Offer[]
  chosen: number
  /** Where the cursor is in the window. */
  place: DOMRect | null
  take: (offer: Offer) => void
}

/** The one menu that stands at the cursor of an editor: between its extensions, which open it, and React, which draws it. */
export class Menu {
  #shown: Shown | null = null
  readonly #listeners = new Set<() => void>()

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  readonly current = (): Shown | null => this.#shown

  show(shown: Shown | null): void {
    this.#shown = shown
    for (const listener of this.#listeners) listener()
  }

  /** Moves the choice; it goes round at both ends. */
  move(steps: number): void {
    const shown = this.#shown
    if (!shown || shown.offers.length === 0) return
    const chosen = (shown.chosen + steps + shown.offers.length) % shown.offers.length
    this.show({ ...shown, chosen })
  }

  /** Takes what is chosen; false when there is nothing to take. */
  take(): boolean {
    const offer = this.#shown?.offers[this.#shown.chosen]
    if (!offer) return false
    this.#shown?.take(offer)
    return true
  }
}
