import type { Editor, Range } from '@tiptap/core'
import { Code, Heading1, Heading2, Heading3, Image, List, ListChecks, ListOrdered, Minus, Pilcrow, Quote, Sparkles, Table, type LucideIcon } from 'lucide-react'

import type { TextKey, Translate } from '@/app/texts'

import type { Opening } from './offering'

interface Block {
  id: string
  text: TextKey
  icon: LucideIcon
  /** What Markdown writes for it; typed, it does the same. */
  hint?: string
  put: (editor: Editor, range: Range) => void
}

const at = (editor: Editor, range: Range) => editor.chain().focus().deleteRange(range)

const heading = (level: 1 | 2 | 3, icon: LucideIcon): Block => ({
  id: `heading${level}`,
  text: `documents.heading${level}`,
  icon,
  hint: '#'.repeat(level),
  put: (editor, range) => at(editor, range).setHeading({ level }).run()
})

const blocks = (pick: (editor: Editor) => void): readonly Block[] => [
  { id: 'text', text: 'documents.plain', icon: Pilcrow, put: (editor, range) => at(editor, range).setParagraph().run() },
  heading(1, Heading1),
  heading(2, Heading2),
  heading(3, Heading3),
  { id: 'list', text: 'documents.list', icon: List, hint: '-', put: (editor, range) => at(editor, range).toggleBulletList().run() },
  { id: 'numbers', text: 'documents.numbers', icon: ListOrdered, hint: '1.', put: (editor, range) => at(editor, range).toggleOrderedList().run() },
  { id: 'checks', text: 'documents.checks', icon: ListChecks, hint: '[ ]', put: (editor, range) => at(editor, range).toggleTaskList().run() },
  { id: 'quote', text: 'documents.quote', icon: Quote, hint: '>', put: (editor, range) => at(editor, range).toggleBlockquote().run() },
  { id: 'code', text: 'documents.code', icon: Code, hint: '```', put: (editor, range) => at(editor, range).toggleCodeBlock().run() },
  { id: 'table', text: 'documents.table', icon: Table, put: (editor, range) => at(editor, range).insertTable({ rows: 3, cols: 3, withHeaderRow: true }).run() },
  { id: 'line', text: 'documents.line', icon: Minus, hint: '---', put: (editor, range) => at(editor, range).setHorizontalRule().run() },
  {
    id: 'picture',
    text: 'documents.picture',
    icon: Image,
    put: (editor, range) => {
      at(editor, range).run()
      pick(editor)
    }
  }
]

/** Whether there is an assistant, and how it is asked. */
interface Assisting {
  there: () => boolean
  ask: (editor: Editor) => void
}

const assistant = ({ ask }: Assisting): Block => ({
  id: 'assistant',
  text: 'documents.ai',
  icon: Sparkles,
  put: (editor, range) => {
    at(editor, range).run()
    // After the shared document has heard of it.
    setTimeout(() => ask(editor))
  }
})

/** The menu of blocks that `/` opens. */
export const blockMenu = (t: Translate, pick: (editor: Editor) => void, assisting: Assisting): Opening => {
  const all = [assistant(assisting), ...blocks(pick)].map((block) => ({ ...block, name: t(block.text) }))
  return {
    id: 'blocks',
    letter: '/',
    name: t('documents.blocks'),
    offers: (typed) => {
      const words = typed.toLowerCase()
      return all.filter(({ id, name }) => (id !== 'assistant' || assisting.there()) && (name.toLowerCase().includes(words) || id.startsWith(words)))
    },
    take: (editor, range, offer) => all.find(({ id }) => id === offer.id)?.put(editor, range)
  }
}
