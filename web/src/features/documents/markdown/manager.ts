import type { Editor, JSONContent } from '@tiptap/core'
import { MarkdownManager } from '@tiptap/markdown'

const managers = new WeakMap<Editor, MarkdownManager>()

const of = (editor: Editor): MarkdownManager => {
  const manager = managers.get(editor) ?? new MarkdownManager({ extensions: editor.options.extensions })
  managers.set(editor, manager)
  return manager
}

/** A text as Markdown, its title on top. */
export const toMarkdown = (editor: Editor, title: string): string => {
  const text = of(editor).serialize(editor.getJSON()).trim()
  return `${title === '' ? '' : `# ${title}\n\n`}${text}\n`
}

/** What stands in Markdown, as parts of a document. */
export const fromMarkdown = (editor: Editor, text: string): JSONContent[] => of(editor).parse(text.replaceAll('\r\n', '\n')).content ?? []
