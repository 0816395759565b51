import Box from '@mui/material/Box'
import Divider from '@mui/material/Divider'
import Menu from '@mui/material/Menu'
import MenuItem from '@mui/material/MenuItem'
import Typography from '@mui/material/Typography'
import { CircleUser, Keyboard, LogOut, Monitor, Moon, Sun } from 'lucide-react'
import { useRouter } from 'next/router'

import { api } from '@/api/base'
import { client } from '@/app/client'
import { useAppDispatch } from '@/app/store'
import { useT } from '@/app/texts'

import { useScheme, type Scheme } from './appearance'
import { helpSet } from './frameSlice'

const SCHEMES: readonly [Scheme, typeof Sun, 'shell.themeLight' | 'shell.themeDark' | 'shell.themeSystem'][] = [
  ['light', Sun, 'shell.themeLight'],
  ['dark', Moon, 'shell.themeDark'],
  ['system', Monitor, 'shell.themeSystem']
]

interface UserChoicesProps {
  person: { name: string; email: string }
  anchor: HTMLElement
  onClose: () => void
}

/** What opens under the picture of who is logged in. */
export function UserChoices({ person, anchor, onClose }: UserChoicesProps) {
  const t = useT()
  const router = useRouter()
  const dispatch = useAppDispatch()
  const { scheme, chooseScheme } = useScheme()
  const leave = async () => {
    onClose()
    await client.auth.logout()
    dispatch(api.util.resetApiState())
    await router.push('/login')
  }
  return (
    <Menu open anchorEl={anchor} onClose={onClose} slotProps={{ paper: { sx: { width: 236 } } }} transformOrigin={{ vertical: 'top', horizontal: 'right' }} anchorOrigin={{ vertical: 'bottom', horizontal: 'right' }}>
      <Box component="li" role="presentation" sx={{ px: 2.5, py: 2 }}>
        <Typography variant="subtitle2">{person.name}</Typography>
        <Typography variant="caption" sx={{ color: 'text.secondary', wordBreak: 'break-all' }}>
          {person.email}
        </Typography>
      </Box>
      <Divider sx={{ mb: 1 }} />
      <MenuItem onClick={() => { onClose(); void router.push('/account/profile') }}>
        <CircleUser size={16} aria-hidden />
        {t('shell.account')}
      </MenuItem>
      <MenuItem onClick={() => { onClose(); dispatch(helpSet(true)) }}>
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
  )
}
