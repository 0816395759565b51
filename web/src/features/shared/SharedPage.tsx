import Box from '@mui/material/Box'
import { RenexusProvider } from '@renexus/client/react'
import dynamic from 'next/dynamic'
import { useMemo, useSyncExternalStore } from 'react'

import { useT } from '@/app/texts'
import { useSecret } from '@/features/enter/attempt'
import { Card } from '@/features/enter/Card'
import { Guard } from '@/parts/Guard'
import { Unseen } from '@/parts/Unseen'
import { Title } from '@/shell/slots'
import { frame } from '@/theme/tokens'

import { VisitorFrame } from './VisitorFrame'
import { Visiting } from './visiting'
import { ToLogin, Void } from './Void'

const VisitorText = dynamic(() => import('./VisitorText').then((loaded) => loaded.VisitorText), { ssr: false })
const VisitorMarks = dynamic(() => import('./VisitorText').then((loaded) => loaded.VisitorMarks), { ssr: false })
const SharedBoard = dynamic(() => import('./SharedBoard').then((loaded) => loaded.SharedBoard), { ssr: false })

/** `/shared#secret`: a document or a board for whoever has its link, without an account. */
export function SharedPage() {
  const t = useT()
  const secret = useSecret()
  const visiting = useMemo(() => new Visiting(secret), [secret])
  const visit = useSyncExternalStore(visiting.subscribe, visiting.current, visiting.current)
  if (visit === undefined) return null
  if (visit === null) return <Void />
  const { opened, visitor } = visit
  if (opened.kind === 'project') return <Guard><SharedBoard secret={secret} /></Guard>
  if (!visitor) return <Card title={t('access.notHere')} hint={t('access.notHereHint')} below={<ToLogin />} />
  const reads = opened.level === 'read' || opened.level === 'comment'
  return (
    <RenexusProvider client={visitor}>
      <Title>{t('access.sharedDocument')}</Title>
      <VisitorFrame words={t(reads ? 'access.visitorReads' : 'access.visitorWrites')} marks={<VisitorMarks document={opened.resource} />}>
        <Unseen as="h1">{t('access.sharedDocument')}</Unseen>
        <Box sx={{ maxWidth: frame.readable, mx: 'auto', px: { xs: 4, sm: 8 }, pt: { xs: 6, sm: 12 }, pb: 40 }}>
          <Guard><VisitorText document={opened.resource} /></Guard>
        </Box>
      </VisitorFrame>
    </RenexusProvider>
  )
}
