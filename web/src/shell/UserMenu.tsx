import Box from '@mui/material/Box'
import ButtonBase from '@mui/material/ButtonBase'
import Divider from '@mui/material/Divider'
import Menu from '@mui/material/Menu'
import MenuItem from '@mui/material/MenuItem'
import Typography from '@mui/material/Typography'
import { CircleUser, Keyboard, LogOut, Monitor, Moon, Sun } from 'lucide-react'
import { useRouter } from 'next/router'
import { useState } from 'react'

import { api } from '@/api/base'
import { useMeQuery } from '@/api/people'
import { client } from '@/app/client'
import { useLogin } from '@/app/login'
import { useAppDispatch } from '@/app/store'
import { useT } from '@/app/texts'
import { Avatar } from '@/parts/Avatar'

import { useScheme, type Scheme } from './appearance'
import { helpSet } from './frameSlice'

const SCHEMES: readonly [Scheme, typeof Sun, 'shell.themeLight' | 'shell.themeDark' | 'shell.themeSystem'][] = [
  ['light', Sun, 'shell.themeLight'],
  ['dark', Moon, 'shell.themeDark'],
  ['system', Monitor, 'shell.themeSystem']
]

/** Who is logged in, how the app looks, and the way out. */
export function UserMenu() {
  const t = useT()
  const router = useRouter()
  const dispatch = useAppDispatch()
  const login = useLogin()
  const { data } = useMeQuery(null)
  const { scheme, chooseScheme } = useScheme()
  const [anchor, setAnchor] = useState<HTMLElement | null>(null)
  const person = data ?? login?.person
  if (!person) return null
  const close = () => setAnchor(null)
  const leave = async () => {
    close()
    await client.auth.logout()
    dispatch(api.util.resetApiState())
    await router.push('/login')
  }
  return (
    <>
      <ButtonBase aria-label={t('shell.userMenu')} aria-haspopup="menu" aria-expanded={anchor !== null} onClick={(event) => setAnchor(event.currentTarget)} sx={{ borderRadius: '50%', width: 32, height: 32 }}>
        <Avatar id={person.id} name={person.name} picture={person.avatar} size={24} decorative />
      </ButtonBase>
      <Menu open={anchor !== null} anchorEl={anchor} onClose={close} slotProps={{ paper: { sx: { width: 236 } } }} transformOrigin={{ vertical: 'top', horizontal: 'right' }} anchorOrigin={{ vertical: 'bottom', horizontal: 'right' }}>
        <Box component="li" role="presentation" sx={{ px: 2.5, py: 2 }}>
          <Typography variant="subtitle2">{person.name}</Typography>
          <Typography variant="caption" sx={{ color: 'text.secondary', wordBreak: 'break-all' }}>
            {person.email}
          </Typography>
        </Box>
        <Divider sx={{ mb: 1 }} />
        <MenuItem onClick={() => { close(); void router.push('/account/profile') }}>
          <CircleUser size={16} aria-hidden />
          {t('shell.account')}
        </MenuItem>
        <MenuItem onClick={() => { close(); dispatch(helpSet(true)) }}>
          <Keyboard size={16} aria-hidden />
          {t('shell.keyboard')}
        </MenuItem>
        <Divider sx={{ my: 1 }} />
        {SCHEMES.map(([value, Icon, text]) => (
          <MenuItem key={value} role="menuitemradio" aria-checked={scheme === value} selected={scheme === value} onClick={() => chooseScheme(value)}>
            <Icon size={16} aria-hidden />
            {t(text)}
          </MenuItem>
        ))}
        <Divider sx={{ my: 1 }} />
        <MenuItem onClick={() => void leave()}>
          <LogOut size={16} aria-hidden />
          {t('shell.logOut')}
        </MenuItem>
      </Menu>
    </>
  )
}
