import Box from '@mui/material/Box'
import ButtonBase from '@mui/material/ButtonBase'
import useMediaQuery from '@mui/material/useMediaQuery'
import { Menu as MenuIcon, PanelLeft, Search } from 'lucide-react'

import { useAppDispatch, useAppSelector } from '@/app/store'
import { useT } from '@/app/texts'
import { Kbd } from '@/parts/Kbd'
import { Tip } from '@/parts/Tip'
import { NARROW } from '@/theme/tokens'

import { drawerSet, paletteSet, sideBarToggled } from './frameSlice'
import { Presence } from './Presence'
import { useSpot } from './slots'
import { UserMenu } from './UserMenu'

/** The line above the page: where it is, who is here, and what can be done. */
export function TopBar() {
  const t = useT()
  const dispatch = useAppDispatch()
  const open = useAppSelector((state) => state.frame.sideBar)
  const narrow = useMediaQuery(NARROW, { noSsr: true })
  const [crumbs, marks, actions] = [useSpot('crumbs'), useSpot('marks'), useSpot('actions')]
  const toggle = () => dispatch(narrow ? drawerSet(true) : sideBarToggled())
  return (
    <Box component="header" sx={{ height: 48, flex: 'none', display: 'flex', alignItems: 'center', gap: 2, px: { xs: 2, sm: 3 }, borderBottom: '1px solid', borderColor: 'token.line', background: 'var(--rx-palette-token-ground)' }}>
      <Tip name={t(!narrow && open ? 'shell.closeSideBar' : 'shell.openSideBar')} icon={narrow ? MenuIcon : PanelLeft} onClick={toggle} />
      <Box component="nav" aria-label={t('shell.paletteGo')} ref={crumbs} sx={{ flex: 1, minWidth: 0, display: 'flex', containerType: 'inline-size' }} />
      <Box ref={marks} sx={{ display: 'flex', alignItems: 'center', gap: 2, color: 'text.secondary', fontSize: '0.75rem' }} />
      <Presence />
      <Box ref={actions} sx={{ display: 'flex', alignItems: 'center', gap: 1.5 }} />
      {narrow ? (
        <Tip name={t('shell.search')} icon={Search} onClick={() => dispatch(paletteSet(true))} />
      ) : (
        <ButtonBase onClick={() => dispatch(paletteSet(true))} sx={{ height: 30, px: 2, gap: 2, borderRadius: 1.5, border: '1px solid', borderColor: 'token.line', color: 'text.secondary', fontSize: '0.8125rem', '&:hover': { background: 'var(--rx-palette-token-hover)' } }}>
          <Search size={14} aria-hidden />
          <Box component="span" sx={{ pr: 4 }}>{t('shell.search')}</Box>
          <Kbd keys={['Ctrl', 'K']} />
        </ButtonBase>
      )}
      <UserMenu />
    </Box>
  )
}
