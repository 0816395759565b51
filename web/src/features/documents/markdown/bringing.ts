import type { Editor } from '@tiptap/core'

/** Characters of Markdown that are taken at once. */
export const MOST = 1_000_000

/** Why Markdown was not taken. */
export class TooLong extends Error {}

/** The reader of Markdown is loaded when it is needed first. */
const loaded = () => import('./manager')

/** Puts Markdown into a text: at a place, or where the cursor is. */
export const putMarkdown = async (editor: Editor, text: string, at: number | null = null): Promise<void> => {
  if (text.length > MOST) throw new TooLong()
  const { fromMarkdown } = await loaded()
  if (editor.isDestroyed || !editor.isEditable) return
  const parts = fromMarkdown(editor, text)
  // One line is words in the middle of others, not a paragraph of its own.
  const only = parts.length === 1 && parts[0]?.type === 'paragraph' ? (parts[0].content ?? []) : parts
  if (at === null) editor.chain().focus().insertContent(only).run()
  else editor.chain().focus().insertContentAt(Math.min(at, editor.state.doc.content.size), parts).run()
}

/** A text as Markdown. */
export const takeMarkdown = async (editor: Editor, title: string): Promise<string> => (await loaded()).toMarkdown(editor, title)

/** Whether a file is Markdown by its name. */
export const isMarkdown = (file: File): boolean => /\.(?:md|markdown)$/i.test(file.name)

/** Puts Markdown files into a text, one after the other. */
export const putFiles = async (editor: Editor, files: readonly File[], at: number | null = null): Promise<void> => {
  for (const file of files) {
    if (file.size > MOST * 4) throw new TooLong()
    await putMarkdown(editor, await file.text(), at)
  }
}

/** Asks for Markdown files from the device. */
export const askForMarkdown = (taken: (files: File[]) => void): void => {
  const input = document.createElement('input')
  input.type = 'file'
  input.accept = '.md,.markdown,text/markdown'
  input.multiple = true
  input.addEventListener('change', () => taken([...(input.files ?? [])]))
  input.click()
}

/** Gives a text to the device as a file. */
export const saveFile = (name: string, text: string): void => {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(new Blob([text], { type: 'text/markdown' }))
  link.download = `${name.replaceAll(/[/\\:*?"<>|]/g, ' ').trim() || 'document'}.md`
  link.click()
  URL.revokeObjectURL(link.href)
}
