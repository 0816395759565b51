import Box from '@mui/material/Box'
import { useDocument } from '@renexus/client/react'

import { useT } from '@/app/texts'
import { Crumbs } from '@/shell/Crumbs'
import { useHere, useInAddress } from '@/shell/here'
import { InTopBar } from '@/shell/slots'
import { frame } from '@/theme/tokens'

import { RichText } from './RichText'
import { SavedMark } from './SavedMark'
import { WhoIsHere } from './WhoIsHere'

function Open({ document }: { document: string }) {
  const { denial } = useDocument(document, { offline: true })
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
      <Box sx={{ maxWidth: frame.readable, mx: 'auto', px: { xs: 4, sm: 8 }, pt: { xs: 6, sm: 12 }, pb: 40 }}>
        <RichText document={document} editable />
      </Box>
    </>
  )
}

/** A document that people write together. */
export function DocumentPage() {
  const t = useT()
  const here = useHere()
  const document = useInAddress('doc')
  return (
    <>
      <Crumbs items={[{ text: here.workspace.name, href: `/w/${here.slug}` }, { text: t('documents.title') }]} />
      {document !== '' && <Open key={document} document={document} />}
    </>
  )
}
