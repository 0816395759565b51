import Box from '@mui/material/Box'
import { useDocument } from '@renexus/client/react'
import type { Editor } from '@tiptap/core'
import dynamic from 'next/dynamic'
import { memo, useState } from 'react'

import { usePagesQuery, type DocumentEntry } from '@/api/pages'
import { useT } from '@/app/texts'
import { Crumbs } from '@/shell/Crumbs'
import { Unseen } from '@/parts/Unseen'
import { useHere, useInAddress } from '@/shell/here'
import { useSettled } from '@/shell/settled'
import { InTopBar } from '@/shell/slots'

import { Finder } from './finding/Finder'
import { page } from './placing'
import { loadEditor, RichText } from './RichText'
import { SavedMark } from './SavedMark'
import { TitleField } from './TitleField'
import { WhoIsHere } from './WhoIsHere'

const DocumentTools = dynamic(() => import('./DocumentTools').then((loaded) => loaded.DocumentTools), { ssr: false })

// While the page itself is still being put together; a failure is met again when the editor is drawn.
if (typeof window !== 'undefined') loadEditor().catch(() => undefined)

interface OpenProps {
  document: string
  entry: DocumentEntry | undefined
}

/** The state of a document changes with every letter; the page depends on one word of it. */
function Open({ document, entry }: OpenProps) {
  const { denial } = useDocument(document, { offline: true })
  return <Opened document={document} entry={entry} denied={denial !== null} />
}

const Opened = memo(function Opened({ document, entry, denied }: OpenProps & { denied: boolean }) {
  const t = useT()
  const [finder] = useState(() => new Finder())
  const [editor, setEditor] = useState<Editor | null>(null)
  const settled = useSettled(editor !== null)
  return (
    <>
      {!denied && (
        <InTopBar place="marks">
          <Box sx={{ display: 'flex', alignItems: 'center', gap: 3 }}>
            <SavedMark document={document} />
            <WhoIsHere document={document} />
          </Box>
        </InTopBar>
      )}
      {!denied && entry && settled && <InTopBar place="actions"><DocumentTools entry={entry} editor={editor} finder={finder} /></InTopBar>}
      <Box sx={page}>
        <Unseen as="h1">{entry && entry.title !== '' ? entry.title : t('documents.untitled')}</Unseen>
        {entry && !denied && <TitleField key={entry.id} entry={entry} />}
        <RichText document={document} editable outline comments finder={finder} onEditor={setEditor} />
      </Box>
    </>
  )
})

/** A document that people write together. */
export function DocumentPage() {
  const t = useT()
  const here = useHere()
  const document = useInAddress('doc')
  const { data } = usePagesQuery(here.slug)
  const entry = data?.items.find(({ id }) => id === document)
  return (
    <>
      <Crumbs items={[{ text: here.workspace.name, href: `/w/${here.slug}` }, { text: entry ? entry.title || t('documents.untitled') : t('documents.title') }]} />
      {document !== '' && <Open key={document} document={document} entry={entry} />}
    </>
  )
}
