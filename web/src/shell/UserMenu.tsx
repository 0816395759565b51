import ButtonBase from '@mui/material/ButtonBase'
import dynamic from 'next/dynamic'
import { useState } from 'react'

import { useMeQuery } from '@/api/people'
import { useLogin } from '@/app/login'
import { useT } from '@/app/texts'
import { Avatar } from '@/parts/Avatar'

const UserChoices = dynamic(() => import('./UserChoices').then((loaded) => loaded.UserChoices), { ssr: false })

/** Who is logged in, how the app looks, and the way out. */
export function UserMenu() {
  const t = useT()
  const login = useLogin()
  const { data } = useMeQuery(null)
  const [anchor, setAnchor] = useState<HTMLElement | null>(null)
  const person = data ?? login?.person
  if (!person) return null
  return (
    <>
      <ButtonBase aria-label={t('shell.userMenu')} aria-haspopup="menu" aria-expanded={anchor !== null} onClick={(event) => setAnchor(event.currentTarget)} sx={{ borderRadius: '50%', width: 32, height: 32 }}>
        <Avatar id={person.id} name={person.name} picture={person.avatar} size={24} decorative />
      </ButtonBase>
      {anchor && <UserChoices person={person} anchor={anchor} onClose={() => setAnchor(null)} />}
    </>
  )
}
