import Box from '@mui/material/Box'
import { useDocument } from '@renexus/client/react'
import type { Editor } from '@tiptap/core'
import dynamic from 'next/dynamic'
import { useState } from 'react'

import { usePagesQuery, type DocumentEntry } from '@/api/pages'
import { useT } from '@/app/texts'
import { Crumbs } from '@/shell/Crumbs'
import { Unseen } from '@/parts/Unseen'
import { useHere, useInAddress } from '@/shell/here'
import { InTopBar } from '@/shell/slots'
import { frame } from '@/theme/tokens'

import { Finder } from './finding/Finder'
import { RichText } from './RichText'
import { SavedMark } from './SavedMark'
import { TitleField } from './TitleField'
import { WhoIsHere } from './WhoIsHere'

const DocumentTools = dynamic(() => import('./DocumentTools').then((loaded) => loaded.DocumentTools), { ssr: false })

const SIDE = frame.margin + frame.marginGap

/** Comments take room on the right of the text, its outline on the left. */
const page = {
  maxWidth: frame.readable,
  mx: 'auto',
  px: { xs: 4, sm: 8 },
  pt: { xs: 6, sm: 12 },
  pb: 40,
  '&:has([data-margin])': {
    maxWidth: { lg: frame.readable + SIDE },
    pr: { lg: `${SIDE + 32}px` },
    ml: { xl: `max(${frame.outline}px, calc((100% - ${frame.readable + SIDE}px) / 2))` }
  }
} as const

function Open({ document, entry }: { document: string; entry: DocumentEntry | undefined }) {
  const t = useT()
  const { denial } = useDocument(document, { offline: true })
  const [finder] = useState(() => new Finder())
  const [editor, setEditor] = useState<Editor | null>(null)
  return (
    <>
      {!denial && (
        <InTopBar place="marks">
          <Box sx={{ display: 'flex', alignItems: 'center', gap: 3 }}>
            <SavedMark document={document} />
            <WhoIsHere document={document} />
          </Box>
        </InTopBar>
      )}
      {!denial && entry && <InTopBar place="actions"><DocumentTools entry={entry} editor={editor} finder={finder} /></InTopBar>}
      <Box sx={page}>
        <Unseen as="h1">{entry && entry.title !== '' ? entry.title : t('documents.untitled')}</Unseen>
        {entry && !denial && <TitleField key={entry.id} entry={entry} />}
        <RichText document={document} editable outline comments finder={finder} onEditor={setEditor} />
      </Box>
    </>
  )
}

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
