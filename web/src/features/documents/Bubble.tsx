import Paper from '@mui/material/Paper'
import type { Editor } from '@tiptap/core'
import { BubbleMenuPlugin } from '@tiptap/extension-bubble-menu'
import { useEditorState } from '@tiptap/react'
import { Bold, Code, Italic, Link as LinkSign, MessageSquarePlus, Sparkles, Strikethrough, type LucideIcon } from 'lucide-react'
import { useEffect, useState } from 'react'
import { createPortal } from 'react-dom'

import { useT, type TextKey } from '@/app/texts'
import { Tip } from '@/parts/Tip'

import { LinkField } from './LinkField'

const KEY = 'bubble'

interface Mark {
  id: 'bold' | 'italic' | 'strike' | 'code'
  text: TextKey
  icon: LucideIcon
  toggle: (editor: Editor) => void
}

const MARKS: readonly Mark[] = [
  { id: 'bold', text: 'documents.bold', icon: Bold, toggle: (editor) => editor.chain().focus().toggleBold().run() },
  { id: 'italic', text: 'documents.italic', icon: Italic, toggle: (editor) => editor.chain().focus().toggleItalic().run() },
  { id: 'strike', text: 'documents.strike', icon: Strikethrough, toggle: (editor) => editor.chain().focus().toggleStrike().run() },
  { id: 'code', text: 'documents.inlineCode', icon: Code, toggle: (editor) => editor.chain().focus().toggleCode().run() }
]

const above = (): HTMLDivElement => {
  const element = document.createElement('div')
  // As wide as it will be, so that it is put into its place at once.
  Object.assign(element.style, { position: 'absolute', top: '0', left: '0', width: 'max-content', zIndex: '10' })
  return element
}

interface BubbleProps {
  editor: Editor
  /** Whether the person may write, and not comment alone. */
  writes: boolean
  /** Begins a comment on the words; without it nobody comments here. */
  onComment?: (() => void) | undefined
  /** Asks the assistant about the words; without it there is none. */
  onAsk?: (() => void) | undefined
}

/** What can be done with the words that are selected; stands above them. */
export function Bubble({ editor, writes, onAsk, onComment }: BubbleProps) {
  const t = useT()
  // The editor puts it into the page and takes it out again.
  const [element] = useState(above)
  const [linking, setLinking] = useState(false)
  const marks = useEditorState({ editor, selector: ({ editor: now }) => ({ bold: now.isActive('bold'), italic: now.isActive('italic'), strike: now.isActive('strike'), code: now.isActive('code'), link: now.isActive('link') }) })
  useEffect(() => {
    editor.registerPlugin(
      BubbleMenuPlugin({
        pluginKey: KEY,
        editor,
        element,
        updateDelay: 120,
        shouldShow: ({ editor: now, state }) => !state.selection.empty && !now.isActive('codeBlock') && !now.isActive('image') && (now.isFocused || element.contains(document.activeElement))
      })
    )
    return () => {
      if (!editor.isDestroyed) editor.unregisterPlugin(KEY)
    }
  }, [editor, element])
  return createPortal(
    <Paper elevation={6} role="toolbar" aria-label={t('documents.selection')} sx={{ display: 'flex', gap: 0.5, p: 0.5, borderRadius: 2 }}>
      {linking ? (
        <LinkField editor={editor} onDone={() => setLinking(false)} />
      ) : (
        <>
          {writes && MARKS.map(({ id, text, icon, toggle }) => (
            <Tip key={id} name={t(text)} icon={icon} aria-pressed={marks[id]} onMouseDown={(event) => event.preventDefault()} onClick={() => toggle(editor)} sx={{ background: marks[id] ? 'var(--rx-palette-token-chosen)' : 'none' }} />
          ))}
          {writes && <Tip name={t('documents.link')} icon={LinkSign} aria-pressed={marks.link} onMouseDown={(event) => event.preventDefault()} onClick={() => setLinking(true)} sx={{ background: marks.link ? 'var(--rx-palette-token-chosen)' : 'none' }} />}
          {writes && onAsk && <Tip name={t('documents.ai')} icon={Sparkles} onMouseDown={(event) => event.preventDefault()} onClick={onAsk} />}
          {onComment && <Tip name={t('documents.comment')} icon={MessageSquarePlus} onMouseDown={(event) => event.preventDefault()} onClick={onComment} />}
        </>
      )}
    </Paper>,
    element
  )
}
