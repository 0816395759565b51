import Box from '@mui/material/Box'
import type { SxProps, Theme } from '@mui/material/styles'
import type { Editor } from '@tiptap/core'
import type { Node } from '@tiptap/pm/model'
import { useEditorState } from '@tiptap/react'
import { memo } from 'react'

import { useT } from '@/app/texts'
import { frame } from '@/theme/tokens'

interface Heading {
  text: string
  level: number
}

/** Headings from which on an outline helps. */
const LEAST = 2
/** Pixels by which a heading stands further in than the one above it. */
const INDENT = 12

/** One style for all lines: a long document has hundreds. */
const look: SxProps<Theme> = {
  display: { xs: 'none', xl: 'block' },
  position: 'sticky',
  top: 24,
  float: 'left',
  width: frame.outline,
  ml: `-${frame.outline + frame.marginGap}px`,
  maxHeight: 'calc(100vh - 120px)',
  overflowY: 'auto',
  '& button': { display: 'block', width: '100%', border: 0, background: 'none', font: 'inherit', fontSize: '0.75rem', lineHeight: 1.4, textAlign: 'left', color: 'token.textMuted', p: 0, py: 0.75, cursor: 'pointer', overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap', borderRadius: 1 },
  '& button:hover': { color: 'token.text' }
}

const isHeading = (node: Node) => node.type.name === 'heading' && node.textContent.trim() !== ''

const headingsOf = (editor: Editor): Heading[] => {
  const found: Heading[] = []
  editor.state.doc.forEach((node) => { if (isHeading(node)) found.push({ text: node.textContent, level: Number(node.attrs.level) }) })
  return found
}

/** Where a heading is now: places change with every letter before them, so they are not kept. */
const placeOf = (editor: Editor, number: number): number | null => {
  let [seen, place] = [0, null as number | null]
  editor.state.doc.forEach((node, at) => { if (isHeading(node) && seen++ === number) place = at })
  return place
}

/** The headings of a text beside it, on screens that have the room. */
export const Outline = memo(function Outline({ editor }: { editor: Editor }) {
  const t = useT()
  const headings = useEditorState({ editor, selector: ({ editor: now }) => headingsOf(now), equalityFn: (one, other) => JSON.stringify(one) === JSON.stringify(other) })
  if (headings.length < LEAST) return null
  const highest = Math.min(...headings.map(({ level }) => level))
  const go = (number: number) => {
    const at = placeOf(editor, number)
    if (at === null) return
    const element = editor.view.nodeDOM(at)
    if (element instanceof HTMLElement) element.scrollIntoView({ block: 'start', behavior: window.matchMedia('(prefers-reduced-motion: reduce)').matches ? 'auto' : 'smooth' })
    if (editor.isEditable) editor.commands.setTextSelection(at + 1)
  }
  return (
    <Box component="nav" aria-label={t('documents.outline')} sx={look}>
      {headings.map(({ text, level }, number) => <button key={number} type="button" style={{ paddingLeft: INDENT * (level - highest) }} onClick={() => go(number)}>{text}</button>)}
    </Box>
  )
})
