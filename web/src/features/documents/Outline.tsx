import Box from '@mui/material/Box'
import type { Editor } from '@tiptap/core'
import { useEditorState } from '@tiptap/react'

import { useT } from '@/app/texts'
import { frame } from '@/theme/tokens'

interface Heading {
  text: string
  level: number
  at: number
}

/** Headings from which on an outline helps. */
const LEAST = 2

const headingsOf = (editor: Editor): Heading[] => {
  const found: Heading[] = []
  editor.state.doc.forEach((node, at) => {
    if (node.type.name === 'heading' && node.textContent.trim() !== '') found.push({ text: node.textContent, level: Number(node.attrs.level), at })
  })
  return found
}

/** The headings of a text beside it, on screens that have the room. */
export function Outline({ editor }: { editor: Editor }) {
  const t = useT()
  const headings = useEditorState({ editor, selector: ({ editor: now }) => headingsOf(now), equalityFn: (one, other) => JSON.stringify(one) === JSON.stringify(other) })
  if (headings.length < LEAST) return null
  const highest = Math.min(...headings.map(({ level }) => level))
  const go = (at: number) => {
    const element = editor.view.nodeDOM(at)
    if (element instanceof HTMLElement) element.scrollIntoView({ block: 'start', behavior: window.matchMedia('(prefers-reduced-motion: reduce)').matches ? 'auto' : 'smooth' })
    if (editor.isEditable) editor.commands.setTextSelection(at + 1)
  }
  return (
    <Box component="nav" aria-label={t('documents.outline')} sx={{ display: { xs: 'none', xl: 'block' }, position: 'sticky', top: 24, float: 'left', width: frame.outline, ml: `-${frame.outline + frame.marginGap}px`, maxHeight: 'calc(100vh - 120px)', overflowY: 'auto' }}>
      {headings.map(({ text, level, at }) => (
        <Box key={at} component="button" type="button" onClick={() => go(at)} sx={{ display: 'block', width: '100%', border: 0, background: 'none', font: 'inherit', fontSize: '0.75rem', lineHeight: 1.4, textAlign: 'left', color: 'token.textMuted', py: 0.75, pl: 3 * (level - highest), cursor: 'pointer', overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap', borderRadius: 1, '&:hover': { color: 'token.text' } }}>{text}</Box>
      ))}
    </Box>
  )
}
