import Alert from '@mui/material/Alert'
import Box from '@mui/material/Box'
import dynamic from 'next/dynamic'
import type { DocumentState } from '@renexus/client'
import { useDocument } from '@renexus/client/react'
import { EditorContent, useEditor } from '@tiptap/react'
import { memo, useEffect, useMemo, useState } from 'react'

import { useAssistantQuery } from '@/api/assistant'
import { useLogin } from '@/app/login'
import { useT } from '@/app/texts'
import { colorOf } from '@/parts/Avatar'
import { EmptyState } from '@/parts/EmptyState'
import { Waiting } from '@/parts/Waiting'
import { useHere } from '@/shell/here'
import { useSettled } from '@/shell/settled'
import { FileX } from 'lucide-react'

import { extensionsOf } from './extensions'
import { FindBar } from './finding/FindBar'
import { finding } from './finding/finding'
import { remarking } from './margin/remarking'
import { useRemarks } from './margin/useRemarks'
import { MenuAtCursor } from './offering/MenuAtCursor'
import { Outline } from './Outline'
import { prose } from './prose'
import type { RichTextProps } from './RichText'
import { useHelpers } from './useHelpers'

const Bubble = dynamic(() => import('./Bubble').then((loaded) => loaded.Bubble), { ssr: false })
const Assisting = dynamic(() => import('./assistant/Assisting').then((loaded) => loaded.Assisting), { ssr: false })
const Margin = dynamic(() => import('./margin/Margin').then((loaded) => loaded.Margin), { ssr: false })

/** What of a document the editor depends on; not what changes with every letter. */
type Open = Pick<DocumentState, 'doc' | 'awareness' | 'access' | 'loaded' | 'denial' | 'refused'>

/** The editor of one document, with the cursors of the others. */
export function Writing(props: RichTextProps) {
  const { doc, awareness, access, loaded, denial, refused } = useDocument(props.document, { offline: true })
  return <Text {...props} doc={doc} awareness={awareness} access={access} loaded={loaded} denial={denial} refused={refused} />
}

const Text = memo(function Text({ document, editable, outline = false, comments = false, finder, onEditor, doc, awareness, access, loaded, denial, refused }: RichTextProps & Open) {
  const t = useT()
  const login = useLogin()
  const person = login?.person
  const { menu, desk, more } = useHelpers(document)
  const remarks = useRemarks()
  const helped = useAssistantQuery(useHere().slug).data?.available ?? false
  const all = useMemo(() => [...more, ...(comments ? [remarking(remarks)] : []), ...(finder ? [finding(finder)] : [])], [comments, more, remarks, finder])
  const writes = editable && loaded && !refused && (access === 'write' || access === 'manage')
  const talks = comments && loaded && (writes || access === 'comment' || access === 'write' || access === 'manage')
  const editor = useEditor(
    {
      extensions: extensionsOf({
        doc,
        awareness,
        user: { name: person?.name ?? '', color: colorOf(person?.id ?? '') },
        placeholder: t('documents.placeholder'),
        more: all
      }),
      editable: false,
      immediatelyRender: false,
      editorProps: { attributes: { role: 'textbox', 'aria-multiline': 'true', 'aria-label': t('documents.text'), tabindex: '0' } }
    },
    [doc, awareness, person?.id, all]
  )
  useEffect(() => {
    // Rights change while people write: the editor follows at once.
    if (editor && !editor.isDestroyed) editor.setEditable(writes, false)
  }, [editor, writes])
  // The menu of selected words is loaded when words are selected first.
  const [selected, setSelected] = useState(false)
  useEffect(() => {
    if (!editor || selected) return undefined
    const look = () => { if (!editor.state.selection.empty) setSelected(true) }
    editor.on('selectionUpdate', look)
    return () => { editor.off('selectionUpdate', look) }
  }, [editor, selected])
  useEffect(() => {
    onEditor?.(loaded ? editor : null)
    return () => onEditor?.(null)
  }, [editor, loaded, onEditor])
  const settled = useSettled(loaded && editor !== null)
  if (denial) return <EmptyState icon={FileX} title={t('documents.denied')} hint={t('documents.deniedHint')} />
  if (!loaded || !editor) return <Waiting rows={3} text />
  return (
    <Box sx={{ position: 'relative' }}>
      {refused && (
        <Alert severity="warning" sx={{ mb: 3 }}>
          {t('documents.refused')}
        </Alert>
      )}
      {outline && settled && <Outline editor={editor} />}
      <Box sx={prose}>
        <EditorContent editor={editor} />
      </Box>
      {settled && <MenuAtCursor menu={menu} editor={editor} />}
      {selected && (writes || talks) && <Bubble editor={editor} writes={writes} onAsk={helped ? () => desk.ask(editor) : undefined} onComment={talks ? () => remarks.begin() : undefined} />}
      {helped && settled && <Assisting document={document} doc={doc} desk={desk} editor={editor} writes={writes} button={comments} />}
      {finder && settled && <FindBar finder={finder} />}
      {comments && settled && <Margin document={document} editor={editor} remarks={remarks} may={talks} />}
    </Box>
  )
})
