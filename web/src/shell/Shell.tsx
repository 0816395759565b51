import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import Skeleton from '@mui/material/Skeleton'
import useMediaQuery from '@mui/material/useMediaQuery'
import { Compass } from 'lucide-react'
import dynamic from 'next/dynamic'
import { useRouter } from 'next/router'
import { useEffect, type ReactNode } from 'react'

import { awaitsText } from '@/app/first'
import { rememberWorkspace, useKnown, useLogin } from '@/app/login'
import { useAppSelector } from '@/app/store'
import { useT } from '@/app/texts'
import { EmptyState } from '@/parts/EmptyState'
import { TaskTools } from '@/features/tasks/TaskTools'
import { Go } from '@/parts/Go'
import { Guard } from '@/parts/Guard'
import { frame as sizes, NARROW } from '@/theme/tokens'

import { useCommands, useKeys } from './commands'
import { HereProvider, useInAddress, useLoadHere } from './here'
import { Live } from './Live'
import { Offline } from './Offline'
import { Unreachable } from './Unreachable'
import { SideBar } from './SideBar'
import { useStanding } from './standing'
import { TopBar } from './TopBar'

const Palette = dynamic(() => import('./Palette').then((loaded) => loaded.Palette), { ssr: false })
const SideDrawer = dynamic(() => import('./SideDrawer').then((loaded) => loaded.SideDrawer), { ssr: false })
const Help = dynamic(() => import('./Help').then((loaded) => loaded.Help), { ssr: false })

function Waiting() {
  const t = useT()
  return (
    <Box {...awaitsText} role="status" aria-label={t('shell.loading')} sx={{ p: { xs: 5, sm: 8 }, maxWidth: 760 }}>
      <Skeleton width={180} height={32} />
      {[92, 84, 88, 60, 76].map((width) => (
        <Skeleton key={width} width={`${width}%`} height={28} sx={{ mt: 1.5 }} />
      ))}
    </Box>
  )
}

/** Opens the login for who is not logged in, and comes back to the page afterwards. */
const useDoor = (): boolean => {
  const router = useRouter()
  const known = useKnown()
  const login = useLogin()
  const out = known && login === null && router.isReady
  useEffect(() => {
    if (out) void router.replace(`/login?back=${encodeURIComponent(router.asPath)}`)
  }, [out, router])
  return login !== null && router.isReady
}

function Frame({ children }: { children: ReactNode }) {
  const t = useT()
  const narrow = useMediaQuery(NARROW, { noSsr: true })
  const { sideBar, drawer, help, palette } = useAppSelector((state) => state.frame)
  const slug = useInAddress('workspace')
  const { here, problem } = useLoadHere()
  const inWorkspace = slug !== ''
  useCommands(useStanding(here))
  useKeys()
  useEffect(() => {
    if (here) rememberWorkspace(here.slug)
  }, [here])
  const page = !inWorkspace || here ? children : problem ? (
    <EmptyState icon={Compass} title={t('shell.noAccess')}>
      <Button component={Go} href="/" variant="outlined" color="inherit">
        {t('shell.goHome')}
      </Button>
    </EmptyState>
  ) : (
    <Waiting />
  )
  return (
    <HereProvider here={here}>
      {here && <Live workspace={here.workspace} />}
      <Box component="a" href="#content" sx={{ position: 'fixed', top: -60, left: 12, zIndex: 1600, px: 3, py: 2, borderRadius: 1.5, background: 'var(--rx-palette-token-raised)', boxShadow: 3, '&:focus': { top: 10 } }}>
        {t('shell.skip')}
      </Box>
      <Box sx={{ display: 'flex', height: '100dvh', overflow: 'hidden' }}>
        {narrow ? (
          <SideDrawer open={drawer} />
        ) : (
          sideBar && (
            <Box sx={{ width: sizes.sideBar, flex: 'none', borderRight: '1px solid', borderColor: 'token.line' }}>
              <SideBar />
            </Box>
          )
        )}
        <Box sx={{ flex: 1, minWidth: 0, display: 'flex', flexDirection: 'column' }}>
          <TopBar />
          <Offline />
          <Box component="main" id="content" tabIndex={-1} sx={{ flex: 1, minHeight: 0, overflow: 'auto', outline: 'none !important' }}>
            <Guard key={slug}>{page}</Guard>
          </Box>
        </Box>
      </Box>
      {here && <TaskTools />}
      {palette && <Palette />}
      {help && <Help />}
    </HereProvider>
  )
}

/** The frame of all pages that need a login. */
export function Shell({ children }: { children: ReactNode }) {
  const open = useDoor()
  const known = useKnown()
  if (open) return <Frame>{children}</Frame>
  return known ? <span hidden {...awaitsText} /> : <Unreachable />
}
