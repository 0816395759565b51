/** A card of the margin: where its text is, and how high it is. */
export interface Card {
  id: string
  top: number
  height: number
}

/** Where each card stands: beside its text, or moved so that none lies on another. The active one stands exactly there. */
export const stacked = (cards: readonly Card[], active: string | null, gap: number): ReadonlyMap<string, number> => {
  const places = new Map<string, number>()
  const chosen = Math.max(0, cards.findIndex(({ id }) => id === active))
  const above = cards.slice(0, chosen).reduce((sum, { height }) => sum + height + gap, 0)
  // Without room for those above it, it moves down like all others.
  const fixed = above <= (cards[chosen]?.top ?? 0) ? chosen : 0
  let free = -Infinity
  for (const { id, top, height } of cards.slice(fixed)) {
    const place = Math.max(top, free)
    places.set(id, place)
    free = place + height + gap
  }
  let below = places.get(cards[fixed]?.id ?? '') ?? Infinity
  // Cards above the active one keep their distances from the top where they can, and make room upwards where not.
  for (const { id, top, height } of [...cards.slice(0, fixed)].reverse()) {
    below = Math.min(top, below - height - gap)
    places.set(id, below)
  }
  return places
}
