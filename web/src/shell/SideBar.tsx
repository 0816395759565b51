import Box from '@mui/material/Box'
import { ChartSpline, CircleUser, Inbox, Plus, Search, Settings, ShieldCheck, SquareCheckBig } from 'lucide-react'
import dynamic from 'next/dynamic'
import { useState } from 'react'

import { useUnreadQuery } from '@/api/notifications'
import { useLogin } from '@/app/login'
import { useT } from '@/app/texts'
import { DocumentTree } from '@/features/documents/tree/DocumentTree'
import { colorOf } from '@/parts/Avatar'
import { Tip } from '@/parts/Tip'

import { useMaybeHere, type Here } from './here'
import { SideGroup, SideItem } from './SideItem'
import { Switcher } from './Switcher'

const NewProject = dynamic(() => import('@/features/projects/NewProject').then((loaded) => loaded.NewProject), { ssr: false })

function Badge() {
  const t = useT()
  const { data } = useUnreadQuery(null)
  if (!data?.unread) return null
  return (
    <Box component="span" aria-label={t('shell.unread', { count: data.unread })} role="img" sx={{ fontSize: '0.6875rem', fontWeight: 620, lineHeight: '18px', minWidth: 18, px: 1.25, textAlign: 'center', borderRadius: 9, background: 'var(--rx-palette-token-accent)', color: 'token.onAccent', fontVariantNumeric: 'tabular-nums' }}>
      {data.unread > 99 ? '99+' : data.unread}
    </Box>
  )
}

/** A small square in the colour of a project. */
export function ProjectSign({ id, size = 10 }: { id: string; size?: number }) {
  return <Box component="span" aria-hidden sx={{ width: size, height: size, mx: '3px', flex: 'none', borderRadius: '3px', background: colorOf(id) }} />
}

function OfWorkspace({ here }: { here: Here }) {
  const t = useT()
  const [making, setMaking] = useState(false)
  const at = `/w/${here.slug}`
  return (
    <>
      <Box sx={{ display: 'grid', gap: '1px' }}>
        <SideItem href={`${at}/inbox`} text={t('shell.inbox')} icon={Inbox} after={<Badge />} />
        <SideItem href={at} text={t('shell.myWork')} icon={SquareCheckBig} />
        <SideItem href={`${at}/search`} text={t('shell.search')} icon={Search} />
        <SideItem href={`${at}/insight`} text={t('insight.title')} icon={ChartSpline} />
      </Box>
      <SideGroup
        title={t('shell.projects')}
        action={here.role !== 'guest' && <Tip name={t('shell.newProject')} icon={Plus} iconSize={14} onClick={() => setMaking(true)} />}
      >
        {here.projects.map((project) => (
          <SideItem key={project.id} href={`${at}/projects/${project.key}`} text={project.name} before={<ProjectSign id={project.id} />} below />
        ))}
        {here.projects.length === 0 && <Box sx={{ px: 2, py: 1, fontSize: '0.8125rem', color: 'token.textFaint' }}>{t('shell.noProjects')}</Box>}
      </SideGroup>
      <DocumentTree />
      {making && <NewProject open onClose={() => setMaking(false)} />}
    </>
  )
}

/** The left side: where everything is. */
export function SideBar() {
  const t = useT()
  const here = useMaybeHere()
  const login = useLogin()
  return (
    <Box component="nav" aria-label={t('shell.menu')} sx={{ height: '100%', display: 'flex', flexDirection: 'column', background: 'var(--rx-palette-token-sunken)' }}>
      <Box sx={{ display: 'flex', alignItems: 'center', height: 48, px: 2 }}>
        <Switcher />
      </Box>
      <Box sx={{ flex: 1, minHeight: 0, overflowY: 'auto', px: 2, pb: 4, pt: 1 }}>
        {here && <OfWorkspace here={here} />}
      </Box>
      <Box sx={{ p: 2, borderTop: '1px solid', borderColor: 'token.line', display: 'grid', gap: '1px' }}>
        {here && <SideItem href={`/w/${here.slug}/settings/general`} text={t('shell.settings')} icon={Settings} />}
        {login?.person.administrator && <SideItem href="/account/administration" text={t('shell.administration')} icon={ShieldCheck} />}
        <SideItem href="/account/profile" text={t('shell.account')} icon={CircleUser} />
      </Box>
    </Box>
  )
}
