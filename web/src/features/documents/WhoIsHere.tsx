import Box from '@mui/material/Box'
import { useCursors } from '@renexus/client/react'

import { useT } from '@/app/texts'
import { Avatar } from '@/parts/Avatar'

/** Most people that are shown; the others are counted. */
const MOST = 4

interface Someone {
  id: string
  name: string
}

const someone = (user: unknown): Someone | null => {
  if (typeof user !== 'object' || user === null) return null
  const { id, name } = user as { id?: unknown; name?: unknown }
  return typeof id === 'string' && typeof name === 'string' ? { id, name } : null
}

/** The others who are in a document, each once. */
export function WhoIsHere({ document }: { document: string }) {
  const t = useT()
  const cursors = useCursors(document)
  const others = new Map<string, Someone>()
  for (const { isOwn, state } of cursors) {
    const person = isOwn ? null : someone(state.user)
    if (person) others.set(person.id, person)
  }
  const all = [...others.values()]
  if (all.length === 0) return null
  return (
    <Box role="group" aria-label={t('shell.here', { names: all.map(({ name }) => name).join(', ') })} sx={{ display: 'flex', gap: 0.5 }}>
      {all.slice(0, MOST).map(({ id, name }) => (
        <Avatar key={id} id={id} name={name} size={22} />
      ))}
      {all.length > MOST && <Box component="span" sx={{ fontSize: '0.75rem', color: 'token.textMuted' }}>+{all.length - MOST}</Box>}
    </Box>
  )
}
