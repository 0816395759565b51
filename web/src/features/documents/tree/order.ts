import type { DocumentEntry } from '@/api/pages'

/** A document as a line of the tree. */
export interface Leaf {
  entry: DocumentEntry
  depth: number
}

/** Where a document is put: below another (or on top), right behind one there or first. */
export interface Spot {
  parent: string | null
  behind: string | null
}

/** How a document lies to the line it is dropped on. */
export type Side = 'before' | 'inside' | 'behind'

/** The documents in the order in which the tree is read. */
export const leaves = (all: readonly DocumentEntry[]): Leaf[] => {
  const below = new Map<string | null, DocumentEntry[]>()
  for (const entry of all) {
    const parent = entry.parent ?? null
    below.set(parent, [...(below.get(parent) ?? []), entry])
  }
  const walk = (parent: string | null, depth: number): Leaf[] =>
    (below.get(parent) ?? []).flatMap((entry) => [{ entry, depth }, ...walk(entry.id, depth + 1)])
  return walk(null, 0)
}

const siblings = (all: readonly DocumentEntry[], parent: string | null, without: string): DocumentEntry[] =>
  all.filter((one) => (one.parent ?? null) === parent && one.id !== without)

/** Whether one document is another, or stands somewhere below it. */
export const isBelow = (all: readonly DocumentEntry[], id: string, other: string): boolean => {
  for (let at: string | null | undefined = id; at; at = all.find((one) => one.id === at)?.parent) if (at === other) return true
  return false
}

/** The place beside, or below, a line of the tree; null where it cannot go or stands already. */
export const spotAt = (all: readonly DocumentEntry[], moved: string, on: string, side: Side): Spot | null => {
  const target = all.find(({ id }) => id === on)
  if (!target || isBelow(all, on, moved)) return null
  const spot: Spot = (() => {
    if (side === 'inside') return { parent: on, behind: siblings(all, on, moved).at(-1)?.id ?? null }
    const parent = target.parent ?? null
    if (side === 'behind') return { parent, behind: on }
    const beside = siblings(all, parent, moved)
    return { parent, behind: beside[beside.findIndex(({ id }) => id === on) - 1]?.id ?? null }
  })()
  const now = placeOf(all, moved)
  return now?.parent === spot.parent && now.behind === spot.behind ? null : spot
}

/** Where a document stands now. */
export const placeOf = (all: readonly DocumentEntry[], id: string): Spot | null => {
  const entry = all.find((one) => one.id === id)
  if (!entry) return null
  const parent = entry.parent ?? null
  const beside = all.filter((one) => (one.parent ?? null) === parent)
  return { parent, behind: beside[beside.findIndex((one) => one.id === id) - 1]?.id ?? null }
}

/** Moves for the keyboard: one up or down among its siblings, below the one above, or out beside its parent. */
export const movesOf = (all: readonly DocumentEntry[], id: string): Partial<Record<'up' | 'down' | 'in' | 'out', Spot>> => {
  const entry = all.find((one) => one.id === id)
  if (!entry) return {}
  const parent = entry.parent ?? null
  const beside = all.filter((one) => (one.parent ?? null) === parent)
  const at = beside.findIndex((one) => one.id === id)
  const [above, below] = [beside[at - 1], beside[at + 1]]
  const inside = above && spotAt(all, id, above.id, 'inside')
  const out = parent ? spotAt(all, id, parent, 'behind') : null
  return {
    ...(above ? { up: { parent, behind: beside[at - 2]?.id ?? null } } : {}),
    ...(below ? { down: { parent, behind: below.id } } : {}),
    ...(inside ? { in: inside } : {}),
    ...(out ? { out } : {})
  }
}
