import { ySyncPluginKey } from '@tiptap/y-tiptap'
import type { EditorState } from '@tiptap/pm/state'
import {
  createAbsolutePositionFromRelativePosition, createRelativePositionFromTypeIndex, decodeRelativePosition, encodeRelativePosition, XmlElement, XmlFragment, XmlText,
  type Doc, type RelativePosition
} from 'yjs'

/** Where a comment stands: two relative positions of Yjs in base64, as the server keeps them. */
export interface Anchor {
  start: string
  end: string
}

/** The same as positions of the editor, as the text is now. */
export interface Range {
  from: number
  to: number
}

/** The shared document behind an editor, and which part of it is which node. */
interface Shared {
  doc: Doc
  type: XmlFragment
  binding: { mapping: Map<unknown, { nodeSize: number } | unknown[]> }
}

/** The characters that the server takes of a quote. */
const QUOTE = 1_000

const base64 = (bytes: Uint8Array): string => btoa(String.fromCharCode(...bytes))
const bytesOf = (text: string): Uint8Array => Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (letter) => letter.charCodeAt(0))

const synced = (state: EditorState): Shared | null => {
  const found = ySyncPluginKey.getState(state) as (Omit<Shared, 'binding'> & { binding: Shared['binding'] | null }) | undefined
  return found?.binding ? { ...found, binding: found.binding } : null
}

/** How many positions of the editor a part of the document takes. */
const sizeOf = (part: unknown, { binding }: Shared): number => {
  if (part instanceof XmlText) return part.length
  const node = binding.mapping.get(part)
  return node && !Array.isArray(node) ? node.nodeSize : 0
}

const sizes = (parts: readonly unknown[], at: Shared): number => parts.reduce<number>((all, part) => all + sizeOf(part, at), 0)

const partsOf = (node: unknown): readonly unknown[] => (node instanceof XmlFragment ? node.toArray() : [])

/** A position of the editor that keeps its place while others write. `side` is the letter to hold on to: the one before (-1) or behind (0). */
const held = (position: number, side: -1 | 0, at: Shared): RelativePosition => {
  let [inside, left]: [XmlFragment, number] = [at.type, position]
  for (;;) {
    let index = 0
    let below: XmlElement | null = null
    for (const part of inside.toArray()) {
      const size = sizeOf(part, at)
      if (part instanceof XmlText && (side < 0 ? left <= size : left < size)) return createRelativePositionFromTypeIndex(part, left, side)
      if (left === 0) break
      if (part instanceof XmlElement && left < size) {
        below = part
        break
      }
      left -= size
      index += 1
    }
    if (!below) return createRelativePositionFromTypeIndex(inside, Math.min(index, inside.length), side)
    inside = below
    left -= 1
  }
}

/** The position of the editor for one that was held; null when what it held on to is gone. */
const found = (position: RelativePosition, at: Shared): number | null => {
  const absolute = createAbsolutePositionFromRelativePosition(position, at.doc)
  if (!absolute) return null
  let node: unknown = absolute.type
  let sum = node instanceof XmlText ? absolute.index : sizes(partsOf(node).slice(0, absolute.index), at)
  while (node !== at.type) {
    if (!(node instanceof XmlText || node instanceof XmlElement)) return null
    const parent: unknown = node.parent
    const parts = partsOf(parent)
    const place = parts.indexOf(node)
    if (place < 0) return null
    sum += sizes(parts.slice(0, place), at) + (node instanceof XmlElement ? 1 : 0)
    node = parent
  }
  return sum
}

/** Holds on to a part of the text. */
export const anchorOf = (state: EditorState, { from, to }: Range): Anchor | null => {
  const at = synced(state)
  if (!at) return null
  return { start: base64(encodeRelativePosition(held(from, 0, at))), end: base64(encodeRelativePosition(held(to, -1, at))) }
}

/** Where that part is now in a text of that size; null when its words are gone, or when a program made it that writes elsewhere. */
export const rangeOf = (state: EditorState, { start, end }: Anchor, size: number): Range | null => {
  const at = synced(state)
  if (!at) return null
  try {
    const [from, to] = [found(decodeRelativePosition(bytesOf(start)), at), found(decodeRelativePosition(bytesOf(end)), at)]
    return from !== null && to !== null && from < to && to <= size ? { from, to } : null
  } catch {
    // Anybody may keep any bytes as an anchor.
    return null
  }
}

/** The words of a part of the text, as a comment quotes them. */
export const quoteOf = (state: EditorState, { from, to }: Range): string =>
  Array.from(state.doc.textBetween(from, to, ' ').replaceAll('\0', '').trim()).slice(0, QUOTE).join('')
