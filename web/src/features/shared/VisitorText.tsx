import Box from '@mui/material/Box'
import { useDocument } from '@renexus/client/react'
import { EditorContent, useEditor } from '@tiptap/react'
import { FileX } from 'lucide-react'
import { useEffect } from 'react'

import { useT } from '@/app/texts'
import { Bubble } from '@/features/documents/Bubble'
import { extensionsOf } from '@/features/documents/extensions'
import { prose } from '@/features/documents/prose'
import { SavedMark } from '@/features/documents/SavedMark'
import { WhoIsHere } from '@/features/documents/WhoIsHere'
import { colorOf } from '@/parts/Avatar'
import { EmptyState } from '@/parts/EmptyState'
import { Waiting } from '@/parts/Waiting'

/** Whether it is saved, and who else is in it. Nothing of it is kept on the device. */
export function VisitorMarks({ document }: { document: string }) {
  return (
    <>
      <SavedMark document={document} offline={false} />
      <WhoIsHere document={document} />
    </>
  )
}

/** The text of a document for a visitor: no files, people or tasks of the workspace. */
export function VisitorText({ document }: { document: string }) {
  const t = useT()
  const { doc, awareness, access, loaded, denial, refused } = useDocument(document)
  const writes = loaded && !refused && (access === 'write' || access === 'manage')
  const editor = useEditor(
    {
      extensions: extensionsOf({ doc, awareness, user: { name: '', color: colorOf('') }, placeholder: t('documents.placeholder'), more: [] }),
      editable: false,
      immediatelyRender: false,
      editorProps: { attributes: { role: 'textbox', 'aria-multiline': 'true', 'aria-label': t('documents.text'), tabindex: '0' } }
    },
    [doc, awareness]
  )
  useEffect(() => {
    if (editor && !editor.isDestroyed) editor.setEditable(writes, false)
  }, [editor, writes])
  if (denial) return <EmptyState icon={FileX} title={t('documents.denied')} hint={t('access.voidHint')} />
  if (!loaded || !editor) return <Waiting rows={3} />
  return (
    <Box sx={prose}>
      <EditorContent editor={editor} />
      {writes && <Bubble editor={editor} writes />}
    </Box>
  )
}
