import { Inbox, Keyboard, LogOut, Moon, Search, Settings, SquareCheckBig, Sun, CircleUser, PanelLeft } from 'lucide-react'
import { useRouter } from 'next/router'
import { useMemo } from 'react'

import { api } from '@/api/base'
import { client } from '@/app/client'
import { useAppDispatch } from '@/app/store'
import { useT } from '@/app/texts'

import { useScheme } from './appearance'
import type { Command } from './commands'
import { helpSet, paletteSet, sideBarToggled } from './frameSlice'
import type { Here } from './here'

/** What can be done on every page. */
export const useStanding = (here: Here | null): readonly Command[] => {
  const t = useT()
  const router = useRouter()
  const dispatch = useAppDispatch()
  const { chooseScheme } = useScheme()
  return useMemo(() => {
    const go = (href: string) => () => void router.push(href)
    const places: Command[] = here
      ? [
          { id: 'inbox', text: t('shell.inbox'), group: 'go', icon: Inbox, keys: ['g', 'i'], run: go(`/w/${here.slug}/inbox`) },
          { id: 'work', text: t('shell.myWork'), group: 'go', icon: SquareCheckBig, keys: ['g', 'm'], run: go(`/w/${here.slug}`) },
          { id: 'search', text: t('shell.search'), group: 'go', icon: Search, keys: ['/'], run: go(`/w/${here.slug}/search`) },
          { id: 'settings', text: t('shell.settings'), group: 'go', icon: Settings, keys: ['g', 's'], run: go(`/w/${here.slug}/settings/general`) },
          ...here.projects.map<Command>((project) => ({ id: `project-${project.id}`, text: project.name, also: project.key, group: 'go', run: go(`/w/${here.slug}/projects/${project.key}`) }))
        ]
      : []
    return [
      ...places,
      { id: 'account', text: t('shell.account'), group: 'go', icon: CircleUser, run: go('/account/profile') },
      { id: 'palette', text: t('shell.palette'), group: 'do', icon: Search, keys: ['mod', 'k'], run: () => dispatch(paletteSet(true)) },
      { id: 'sidebar', text: t('shell.shortcutSideBar'), group: 'do', icon: PanelLeft, keys: ['['], run: () => dispatch(sideBarToggled()) },
      { id: 'help', text: t('shell.keyboard'), group: 'do', icon: Keyboard, keys: ['?'], run: () => dispatch(helpSet(true)) },
      { id: 'light', text: `${t('shell.theme')}: ${t('shell.themeLight')}`, group: 'do', icon: Sun, run: () => chooseScheme('light') },
      { id: 'dark', text: `${t('shell.theme')}: ${t('shell.themeDark')}`, group: 'do', icon: Moon, run: () => chooseScheme('dark') },
      {
        id: 'logout',
        text: t('shell.logOut'),
        group: 'do',
        icon: LogOut,
        run: () => {
          void client.auth.logout().then(() => {
            dispatch(api.util.resetApiState())
            return router.push('/login')
          })
        }
      }
    ]
  }, [here, t, router, dispatch, chooseScheme])
}
