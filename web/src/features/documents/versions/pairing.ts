import type { Node } from '@tiptap/pm/model'

/** Pairs that are looked at; of more blocks none is another one, changed. */
const MOST = 40_000
/** How alike two blocks have to be, of 1. */
const LEAST = 0.3
/** How alike two blocks of a kind are that have no words. */
const WORDLESS = 0.5

/** Two blocks, by their numbers, of which one was changed to the other. */
export interface Pair {
  a: number
  b: number
}

const wordsOf = (block: Node): Set<string> => new Set(block.textBetween(0, block.content.size, ' ').toLowerCase().match(/[\p{L}\p{N}]+/gu))

/** How many of their words two blocks share. Lists and tables are like others of their kind also with other words. */
const likeness = (one: Set<string>, other: Set<string>, holds: boolean): number => {
  const all = one.size + other.size
  if (all === 0) return WORDLESS
  let shared = 0
  for (const word of one) if (other.has(word)) shared++
  const share = (2 * shared) / all
  return share >= LEAST ? share : holds ? LEAST : 0
}

/** Blocks that are the same ones, changed: those that are most alike, in their order. */
export const pairsOf = (before: readonly Node[], after: readonly Node[]): Pair[] => {
  if (before.length * after.length > MOST) return []
  const [left, right] = [before.map(wordsOf), after.map(wordsOf)]
  const none = new Set<string>()
  const like = before.map((one, a) =>
    after.map((other, b) => (one.type === other.type ? likeness(left[a] ?? none, right[b] ?? none, !one.isTextblock && !one.isLeaf) : 0)))
  const best = Array.from({ length: before.length + 1 }, () => new Float64Array(after.length + 1))
  const of = (a: number, b: number): number => best[a]?.[b] ?? 0
  const paired = (a: number, b: number): number => {
    const found = like[a]?.[b] ?? 0
    return found > 0 ? found + of(a + 1, b + 1) : 0
  }
  for (let a = before.length - 1; a >= 0; a--) {
    for (let b = after.length - 1; b >= 0; b--) best[a]?.fill(Math.max(of(a + 1, b), of(a, b + 1), paired(a, b)), b, b + 1)
  }
  const pairs: Pair[] = []
  let [a, b] = [0, 0]
  while (a < before.length && b < after.length) {
    if (of(a, b) > 0 && of(a, b) === paired(a, b)) pairs.push({ a: a++, b: b++ })
    else if (of(a + 1, b) >= of(a, b + 1)) a++
    else b++
  }
  return pairs
}
