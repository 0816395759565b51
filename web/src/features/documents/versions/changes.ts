import { ChangeSet, simplifyChanges, type Change, type TokenEncoder } from '@tiptap/pm/changeset'
import type { Node } from '@tiptap/pm/model'
import { StepMap } from '@tiptap/pm/transform'

import { pairsOf } from './pairing'

/** What differs: from one place to another before, and what stands there now. */
interface Gap {
  fromA: number
  toA: number
  fromB: number
  toB: number
}

/** A block is another one when its kind or what is set of it is another. */
const tokens: TokenEncoder<string | number> = {
  encodeCharacter: (letter) => letter,
  encodeNodeStart: (node) => `${node.type.name} ${JSON.stringify(node.attrs)}`,
  encodeNodeEnd: (node) => `/${node.type.name}`,
  compareTokens: (one, other) => one === other
}

const keysOf = (document: Node): string[] => document.children.map((child) => JSON.stringify(child.toJSON()))

/** A block that is the same in both, behind the longest row of such. */
interface Link {
  a: number
  b: number
  behind: Link | undefined
}

/** Where each block stands that is there once; of others -1. */
const onces = (keys: readonly string[], from: number, to: number): Map<string, number> => {
  const places = new Map<string, number>()
  for (const [at, key] of keys.slice(from, to).entries()) places.set(key, places.has(key) ? -1 : from + at)
  return places
}

/** Blocks that are there once in both, as many as stand in the same order. */
const anchorsOf = (one: readonly string[], other: readonly string[], { fromA, toA, fromB, toB }: Gap): Link[] => {
  const right = onces(other, fromB, toB)
  const rows: Link[] = []
  for (const [key, a] of onces(one, fromA, toA)) {
    const b = right.get(key) ?? -1
    if (a < 0 || b < 0) continue
    let [low, high] = [0, rows.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if ((rows[middle]?.b ?? b) < b) low = middle + 1
      else high = middle
    }
    rows[low] = { a, b, behind: rows[low - 1] }
  }
  const anchors: Link[] = []
  for (let link = rows.at(-1); link; link = link.behind) anchors.push(link)
  return anchors.reverse()
}

/** The blocks of each that are not in the other, by their numbers. */
const gapsOf = (one: readonly string[], other: readonly string[], within: Gap): Gap[] => {
  let { fromA, toA, fromB, toB } = within
  while (fromA < toA && fromB < toB && one[fromA] === other[fromB]) [fromA, fromB] = [fromA + 1, fromB + 1]
  while (fromA < toA && fromB < toB && one[toA - 1] === other[toB - 1]) [toA, toB] = [toA - 1, toB - 1]
  if (fromA === toA && fromB === toB) return []
  const gap = { fromA, toA, fromB, toB }
  const anchors = anchorsOf(one, other, gap)
  if (anchors.length === 0) return [gap]
  const gaps: Gap[] = []
  for (const { a, b } of [...anchors, { a: toA, b: toB }]) {
    gaps.push(...gapsOf(one, other, { fromA, toA: a, fromB, toB: b }))
    ;[fromA, fromB] = [a + 1, b + 1]
  }
  return gaps
}

/** Where a place of a text is, of what stands before and of what stands now. */
interface Places {
  a: number
  b: number
}

const placesOf = (parent: Node, start: number): number[] => {
  const places = [start]
  parent.forEach((child, at) => places.push(start + at + child.nodeSize))
  return places
}

/** What differs in two blocks that are the same one. */
const within = (before: Node, after: Node, { a, b }: Places): Gap[] => {
  const same = before.sameMarkup(after) && !before.isLeaf
  if (!same) return [{ fromA: a, toA: a + before.nodeSize, fromB: b, toB: b + after.nodeSize }]
  if (before.isTextblock) return [{ fromA: a + 1, toA: a + before.nodeSize - 1, fromB: b + 1, toB: b + after.nodeSize - 1 }]
  return rangesOf(before, after, { a: a + 1, b: b + 1 })
}

/** Ranges of two texts that differ, in their order; within them it is compared letter by letter. */
const rangesOf = (before: Node, after: Node, start: Places): Gap[] => {
  const [old, now] = [placesOf(before, start.a), placesOf(after, start.b)]
  const [one, other] = [keysOf(before), keysOf(after)]
  const at = (a: number, b: number): Places => ({ a: old[a] ?? start.a, b: now[b] ?? start.b })
  const ranges: Gap[] = []
  for (const { fromA, toA, fromB, toB } of gapsOf(one, other, { fromA: 0, toA: one.length, fromB: 0, toB: other.length })) {
    let [nextA, nextB] = [fromA, fromB]
    const between = (a: number, b: number) => {
      const [from, to] = [at(nextA, nextB), at(a, b)]
      if (nextA < a || nextB < b) ranges.push({ fromA: from.a, toA: to.a, fromB: from.b, toB: to.b })
      ;[nextA, nextB] = [a + 1, b + 1]
    }
    for (const { a, b } of pairsOf(before.children.slice(fromA, toA), after.children.slice(fromB, toB))) {
      between(fromA + a, fromB + b)
      if (one[fromA + a] !== other[fromB + b]) ranges.push(...within(before.child(fromA + a), after.child(fromB + b), at(fromA + a, fromB + b)))
    }
    between(toA, toB)
  }
  return ranges
}

/** What changed from one text to another, word by word within blocks that differ. */
export const changesBetween = (before: Node, after: Node): readonly Change[] => {
  // One after the other: each begins where those in front of it leave its place.
  const maps = rangesOf(before, after, { a: 0, b: 0 }).map(({ fromA, toA, fromB, toB }) => new StepMap([fromB, toA - fromA, toB - fromB]))
  return simplifyChanges([...ChangeSet.create(before, undefined, tokens).addSteps(after, maps, null).changes], after)
}
