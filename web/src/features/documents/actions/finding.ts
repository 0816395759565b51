import type { Editor } from '@tiptap/core'

type TextNode = Editor['state']['doc']

/** Something to do that a text names. */
export interface Action {
  /** What is to be done, without who does it. */
  title: string
  /** People that it names, by id. */
  people: readonly string[]
}

/** Headings below which each point is something to do. */
const HEADINGS = /\b(actions?|action items|to[- ]?dos?|next steps|follow[- ]?ups?|aufgaben|nächste schritte|offene punkte)\b/i
/** Lines that say of themselves that they are something to do. */
const SIGNS = /^\s*(to[- ]?do|action(?: item)?|aufgabe)\s*:\s*/i
/** What stands between a person and what they do. */
const BETWEEN = /^[\s:–—,-]*(?:(?:will|to|should|must|wird|soll|muss)\s+)?/i
/** Longer ones are texts, not tasks. */
const LONGEST = 300

/** What a block says, with the people in it; none when it names a task already. */
const read = (block: TextNode): Action | null => {
  const people: string[] = []
  const words: string[] = []
  const tasks: string[] = []
  block.descendants((node) => {
    const { kind, id, label } = node.attrs as Record<string, string | undefined>
    if (node.isText) words.push(node.text ?? '')
    else if (node.type.name === 'mention' && kind === 'task') tasks.push(id ?? '')
    else if (node.type.name === 'mention') {
      people.push(id ?? '')
      // Who does it stands with the task, not in its title.
      if (words.join('').trim() !== '') words.push(`@${label ?? ''}`)
    }
  })
  const title = words.join('')
  const begins = SIGNS.test(title) ? title.replace(SIGNS, '') : people.length > 0 ? title.replace(BETWEEN, '') : title
  const said = begins.replace(/\s+/g, ' ').trim()
  if (tasks.length > 0 || said === '' || said.length > LONGEST) return null
  return { title: said.charAt(0).toUpperCase() + said.slice(1), people }
}

/** Everything to do that a text names and that is no task yet, each with the place behind its words. */
const places = (doc: TextNode): (Action & { end: number })[] => {
  const found: (Action & { end: number })[] = []
  let below = false
  doc.descendants((node, at, parent) => {
    if (node.type.name === 'heading') below = HEADINGS.test(node.textContent)
    if (!node.isTextblock) return true
    const todo = parent?.type.name === 'taskItem' ? parent.attrs.checked !== true : parent?.type.name === 'listItem' ? below : SIGNS.test(node.textContent)
    const action = todo && node.type.name === 'paragraph' ? read(node) : null
    if (action) found.push({ ...action, end: at + node.nodeSize - 1 })
    return false
  })
  return found
}

/** Everything to do that a text names and that is no task yet. */
export const actionsOf = (editor: Editor): Action[] => places(editor.state.doc).map(({ title, people }) => ({ title, people }))

/** Names a task behind the words that it came from; whatever others wrote meanwhile. */
export const nameTask = (editor: Editor, title: string, key: string): void => {
  const place = places(editor.state.doc).find((one) => one.title === title)
  if (!place) return
  editor.chain().insertContentAt(place.end, [{ type: 'text', text: ' ' }, { type: 'mention', attrs: { kind: 'task', id: key, label: key } }]).run()
}
