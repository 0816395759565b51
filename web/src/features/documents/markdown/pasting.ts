import { Extension } from '@tiptap/core'
import { Plugin } from '@tiptap/pm/state'

import { isMarkdown, putFiles, putMarkdown } from './bringing'

/** Signs that a text was written as Markdown: at the beginning of a line, or around words. */
const SIGNS = /^(?:#{1,6} \S|[-*+] \S|\d{1,3}[.)] \S|> \S|```|~~~|\|.+\|\s*$)|\*\*[^*\n]+\*\*|\[[^\]\n]+\]\([^)\s]+\)|`[^`\n]+`/m

/** Markdown that is pasted becomes what it says; with Shift it is pasted as it is. Files of it are taken as well. */
export const pasting = (failed: (error: unknown) => void) =>
  Extension.create({
    name: 'markdownPasting',
    // Before what takes any file.
    priority: 150,
    addProseMirrorPlugins () {
      const { editor } = this
      let plain = false
      const files = (event: Event, data: DataTransfer | null, at: number | null): boolean => {
        const found = [...(data?.files ?? [])].filter(isMarkdown)
        if (found.length === 0 || !editor.isEditable) return false
        event.preventDefault()
        putFiles(editor, found, at).catch(failed)
        return true
      }
      return [
        new Plugin({
          props: {
            handleDOMEvents: {
              keydown: (_, event) => {
                plain = event.shiftKey
                return false
              }
            },
            handlePaste: (view, event) => {
              const data = event.clipboardData
              if (files(event, data, null)) return true
              const text = data?.getData('text/plain') ?? ''
              const rich = data?.types.includes('text/html') ?? false
              if (rich || plain || !editor.isEditable || editor.isActive('codeBlock') || !SIGNS.test(text)) return false
              event.preventDefault()
              // What cannot be read as Markdown is pasted as it is.
              putMarkdown(editor, text).catch(() => view.pasteText(text))
              return true
            },
            handleDrop: (view, event) => files(event, event.dataTransfer, view.posAtCoords({ left: event.clientX, top: event.clientY })?.pos ?? null)
          }
        })
      ]
    }
  })
