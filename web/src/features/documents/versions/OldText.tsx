import Box from '@mui/material/Box'
import { getSchema, type JSONContent } from '@tiptap/core'
import { EditorContent, useEditor } from '@tiptap/react'
import { useMemo } from 'react'

import { useT } from '@/app/texts'
import { Waiting } from '@/parts/Waiting'

import { contents } from '../extensions'
import { prose } from '../prose'
import { comparing } from './comparing'
import { textOf } from './reading'

/** Size of a text of one line with nothing in it. */
const EMPTY = 2

const token = (name: string) => `var(--rx-palette-token-${name})`

/** How it is marked what came and what went. */
const marks = {
  '& .came': { textDecoration: 'none', background: token('successSoft'), boxShadow: `inset 0 -1px 0 ${token('success')}` },
  '& .came-block': { boxShadow: `-12px 0 0 ${token('ground')}, -14px 0 0 ${token('success')}` },
  '& hr.came-block': { boxShadow: 'none', borderTopColor: token('success') },
  '& .tiptap .went': { mx: '1px', whiteSpace: 'pre-line', background: token('dangerSoft'), color: 'token.textMuted', textDecorationColor: token('danger') },
  '& .went-block': { my: 2 },
  '& li.went-block': { my: 0.5, listStyle: 'none' }
} as const

interface OldTextProps {
  /** The document as it was, as one update. */
  update: Uint8Array
  /** As it was before that; what changed since is marked. */
  before: Uint8Array | null
}

/** A text as it was. Nobody writes in it. */
export function OldText({ update, before }: OldTextProps) {
  const t = useT()
  const schema = useMemo(() => getSchema(contents), [])
  const text = useMemo(() => textOf(update, schema), [update, schema])
  const editor = useEditor(
    {
      extensions: before ? [...contents, comparing((own) => textOf(before, own))] : contents,
      content: text.toJSON() as JSONContent,
      editable: false,
      immediatelyRender: false,
      editorProps: { attributes: { role: 'document', 'aria-label': t('versions.text') } }
    },
    [text, before]
  )
  if (!editor) return <Waiting rows={3} />
  return (
    <Box sx={marks}>
      {text.content.size <= EMPTY && <Box sx={{ color: 'text.secondary', fontSize: '0.875rem' }}>{t('versions.empty')}</Box>}
      <Box sx={prose}>
        <EditorContent editor={editor} />
      </Box>
    </Box>
  )
}
