import Box from '@mui/material/Box'
import { useRoster } from '@renexus/client/react'

import { useLogin } from '@/app/login'
import { useT } from '@/app/texts'
import { Avatar } from '@/parts/Avatar'

import { useMaybeHere, type Here } from './here'

/** Most people who are shown at once; the others are counted. */
const MOST = 4

function Faces({ here }: { here: Here }) {
  const t = useT()
  const login = useLogin()
  const others = useRoster(here.workspace.id).filter(({ id }) => id !== login?.person.id)
  if (others.length === 0) return null
  const shown = others.slice(0, MOST)
  return (
    <Box role="img" aria-label={t('shell.here', { names: others.map(({ name }) => name).join(', ') })} sx={{ display: { xs: 'none', sm: 'flex' }, alignItems: 'center', '& > * + *': { ml: -1.25 } }}>
      {shown.map(({ id, name }) => (
        <Box key={id} title={name} sx={{ borderRadius: '50%', boxShadow: '0 0 0 2px var(--rx-palette-token-ground)', display: 'grid' }}>
          <Avatar id={id} name={name} picture={here.person(id)?.avatar} size={24} decorative />
        </Box>
      ))}
      {others.length > MOST && <Box sx={{ pl: 2.5, fontSize: '0.75rem', color: 'text.secondary' }}>+{others.length - MOST}</Box>}
    </Box>
  )
}

/** Who is in the workspace now, besides oneself. */
export function Presence() {
  const here = useMaybeHere()
  return here && <Faces here={here} />
}
