import type { Node } from '@tiptap/pm/model'
import { Decoration } from '@tiptap/pm/view'
import bash from 'highlight.js/lib/languages/bash'
import javascript from 'highlight.js/lib/languages/javascript'
import json from 'highlight.js/lib/languages/json'
import python from 'highlight.js/lib/languages/python'
import rust from 'highlight.js/lib/languages/rust'
import sql from 'highlight.js/lib/languages/sql'
import typescript from 'highlight.js/lib/languages/typescript'
import { createLowlight } from 'lowlight'

const lowlight = createLowlight({ bash, javascript, json, python, rust, sql, typescript })

/** A part of a code block, from its beginning on, and how it looks. */
interface Coloured {
  from: number
  to: number
  classes: string
}

type Tree = ReturnType<typeof lowlight.highlight>['children'][number]

const walk = (parts: readonly Tree[], classes: readonly string[], from: number, found: Coloured[]): number => {
  let at = from
  for (const part of parts) {
    if (part.type === 'text') {
      if (classes.length > 0) found.push({ from: at, to: at + part.value.length, classes: classes.join(' ') })
      at += part.value.length
    } else if (part.type === 'element') {
      const { className } = part.properties
      at = walk(part.children, [...classes, ...(Array.isArray(className) ? className.map(String) : [])], at, found)
    }
  }
  return at
}

/** Blocks do not change: what is typed makes a new one. */
const known = new WeakMap<Node, readonly Coloured[]>()

const coloursOf = (block: Node): readonly Coloured[] => {
  const before = known.get(block)
  if (before) return before
  const language: unknown = block.attrs.language
  const named = typeof language === 'string' && lowlight.registered(language)
  const { children } = named ? lowlight.highlight(language, block.textContent) : lowlight.highlightAuto(block.textContent)
  const found: Coloured[] = []
  walk(children, [], 0, found)
  known.set(block, found)
  return found
}

/** How a code block that begins at a position is coloured. */
export const colour = (block: Node, position: number): Decoration[] =>
  coloursOf(block).map(({ from, to, classes }) => Decoration.inline(position + 1 + from, position + 1 + to, { class: classes }))
