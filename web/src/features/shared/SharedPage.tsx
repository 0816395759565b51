import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import Link from '@mui/material/Link'
import { RenexusProvider } from '@renexus/client/react'
import dynamic from 'next/dynamic'
import { useMemo, useSyncExternalStore } from 'react'

import { useT } from '@/app/texts'
import { useSecret } from '@/features/enter/attempt'
import { Card } from '@/features/enter/Card'
import { Go } from '@/parts/Go'
import { Guard } from '@/parts/Guard'
import { Logo } from '@/parts/Logo'
import { Unseen } from '@/parts/Unseen'
import { Title } from '@/shell/slots'
import { frame } from '@/theme/tokens'

import { Visiting } from './visiting'

const VisitorText = dynamic(() => import('./VisitorText').then((loaded) => loaded.VisitorText), { ssr: false })
const VisitorMarks = dynamic(() => import('./VisitorText').then((loaded) => loaded.VisitorMarks), { ssr: false })

/** `/shared#secret`: a document for whoever has its link, without an account. */
export function SharedPage() {
  const t = useT()
  const secret = useSecret()
  const visiting = useMemo(() => new Visiting(secret), [secret])
  const visit = useSyncExternalStore(visiting.subscribe, visiting.current, visiting.current)
  const login = <Link component={Go} href="/login">{t('enter.toLogin')}</Link>
  if (visit === undefined) return null
  if (visit === null) return <Card title={t('access.void')} hint={t('access.voidHint')} below={login} />
  const { opened, visitor } = visit
  if (!visitor) return <Card title={t('access.notHere')} hint={t('access.notHereHint')} below={login} />
  const reads = opened.level === 'read' || opened.level === 'comment'
  return (
    <RenexusProvider client={visitor}>
      <Title>{t('access.sharedDocument')}</Title>
      <Box sx={{ height: '100dvh', display: 'flex', flexDirection: 'column' }}>
        <Box component="header" sx={{ height: frame.topBar, flex: 'none', display: 'flex', alignItems: 'center', gap: 3, px: { xs: 3, sm: 4 }, borderBottom: '1px solid', borderColor: 'token.line' }}>
          <Logo size={22} />
          <Box component="span" sx={{ flex: 1, minWidth: 0, fontSize: '0.8125rem', color: 'text.secondary', overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' }}>{t(reads ? 'access.visitorReads' : 'access.visitorWrites')}</Box>
          <VisitorMarks document={opened.resource} />
          <Button component={Go} href="/login" variant="outlined" color="inherit">{t('enter.login')}</Button>
        </Box>
        <Box component="main" id="content" sx={{ flex: 1, minHeight: 0, overflow: 'auto' }}>
          <Unseen as="h1">{t('access.sharedDocument')}</Unseen>
          <Box sx={{ maxWidth: frame.readable, mx: 'auto', px: { xs: 4, sm: 8 }, pt: { xs: 6, sm: 12 }, pb: 40 }}>
            <Guard><VisitorText document={opened.resource} /></Guard>
          </Box>
        </Box>
      </Box>
    </RenexusProvider>
  )
}
