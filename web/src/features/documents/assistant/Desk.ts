import type { Editor } from '@tiptap/core'
import type { Node } from '@tiptap/pm/model'
import { TextSelection } from '@tiptap/pm/state'
import type { EditorView } from '@tiptap/pm/view'
import type { Doc } from 'yjs'

import type { NewWriting, WritingTask } from '@/api/assistant'

import { blocksOf, type ItemId } from './blocks'

/** Marks the transactions after which suggestions are drawn anew. */
export const REDRAW = 'assistant-redraw'
/** The root type in which the server notes what the assistant wrote. */
const ROOT = 'renexus-assistant'

export type Selection = NonNullable<NewWriting['selection']>

/** What the assistant writes, or wrote and nobody decided about. */
export interface Note {
  job: string
  state: 'writing' | 'offered'
  task: WritingTask
  /** Who asked. */
  name: string
  /** The Yjs client that wrote its blocks. */
  client: number
  /** The blocks that go when it is kept. */
  replaces: readonly ItemId[]
}

/** What somebody is about to ask about. */
export interface Asking {
  /** The blocks that are selected, or the one with the cursor. */
  selection: Selection | null
  /** Whether it is words that are selected, the place of a cursor that was set, or neither. */
  meant: 'words' | 'cursor' | 'nothing'
}

/** What React draws of the assistant in a text. */
export interface Shown {
  notes: readonly Note[]
  /** Whether somebody is about to ask, and about which part. */
  asking: Asking | null
}

const noteOf = (job: string, found: unknown): Note | null => {
  if (typeof found !== 'object' || found === null) return null
  const { state, task, name, client, replaces } = found as Record<string, unknown>
  if (state !== 'writing' && state !== 'offered') return null
  const items = Array.isArray(replaces) ? (replaces as Record<string, unknown>[]) : []
  return { job, state, task: task as WritingTask, name: typeof name === 'string' ? name : '', client: Number(client), replaces: items.map((item) => ({ client: Number(item.client), clock: Number(item.clock) })) }
}

/** The assistant in one text: between the shared document, the editor, which marks what it wrote, and React. */
export class Desk {
  #shown: Shown = { notes: [], asking: null }
  #view: EditorView | null = null
  readonly #listeners = new Set<() => void>()

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  readonly current = (): Shown => this.#shown

  attach (view: EditorView | null): void {
    this.#view = view
  }

  /** Follows the notes of a document until the answer is called. */
  follow (doc: Doc): () => void {
    const notes = doc.getMap(ROOT)
    const look = () => {
      const all = [...notes].flatMap(([job, note]) => noteOf(job, note) ?? [])
      this.#set({ notes: all.sort((one, other) => (one.job < other.job ? -1 : 1)) })
      // After the editor has taken what came with it.
      setTimeout(() => { if (this.#view) this.#view.dispatch(this.#view.state.tr.setMeta(REDRAW, true)) })
    }
    look()
    notes.observe(look)
    return () => notes.unobserve(look)
  }

  /** Begins to ask about what is selected, or about the block with the cursor. */
  ask (editor: Editor): void {
    const { state } = editor
    const { $from, $to, empty } = state.selection
    const blocks = blocksOf(state)
    const [from, to] = [blocks?.[$from.index(0)], blocks?.[$to.index(0)]]
    const about = from && to && (!empty || $from.parent.content.size > 0) ? { anchor: { type: from }, head: { type: to } } : null
    // Nobody has been in a text whose cursor stands at the start.
    const meant = !empty ? 'words' : $from.pos > TextSelection.atStart(state.doc).from ? 'cursor' : 'nothing'
    this.#set({ asking: { selection: about as Selection | null, meant } })
  }

  close (): void {
    this.#set({ asking: null })
    this.#view?.focus()
  }

  /** The to-dos among what a job wrote. */
  todos (client: number): string[] {
    const state = this.#view?.state
    const blocks = state && blocksOf(state)
    if (!state || !blocks) return []
    const found: string[] = []
    const collect = (node: Node) => {
      if (node.type.name !== 'taskItem' && node.type.name !== 'listItem') return true
      const text = node.firstChild?.textContent.trim() ?? ''
      if (text !== '') found.push(text)
      return true
    }
    blocks.forEach((item, at) => { if (item.client === client) state.doc.child(at).descendants((node) => collect(node)) })
    return found
  }

  #set (change: Partial<Shown>): void {
    this.#shown = { ...this.#shown, ...change }
    for (const listener of this.#listeners) listener()
  }
}
