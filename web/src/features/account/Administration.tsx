import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import Chip from '@mui/material/Chip'
import Menu from '@mui/material/Menu'
import MenuItem from '@mui/material/MenuItem'
import { Ellipsis } from 'lucide-react'
import { useState } from 'react'

import { useChangePersonMutation, useEndSessionsOfPersonMutation, usePeopleQuery, useSessionsOfPersonQuery } from '@/api/people'
import type { Person, Profile } from '@/api/shapes'
import { useSay } from '@/app/problems'
import { useT } from '@/app/texts'
import { Asking } from '@/parts/Asking'
import { Avatar } from '@/parts/Avatar'
import { Line, Panel, SectionHead } from '@/parts/Sections'
import { Tip } from '@/parts/Tip'
import { Waiting } from '@/parts/Waiting'

import { SessionLine } from './Security'

function Sessions({ person, onClose }: { person: Person; onClose: () => void }) {
  const t = useT()
  const { data } = useSessionsOfPersonQuery(person.id)
  const [end, { isLoading }] = useEndSessionsOfPersonMutation()
  return (
    <Asking open danger title={t('account.sessionsOf', { name: person.name })} does={t('account.sessionsEndAll')} busy={isLoading} ready={(data?.items.length ?? 0) > 0} onDone={() => void end(person.id)} onClose={onClose}>
      <Box sx={{ mx: -4 }}>
        {!data && <Waiting rows={2} />}
        {data?.items.length === 0 && <Box sx={{ px: 4, color: 'text.secondary' }}>{t('account.sessionsNone')}</Box>}
        {data?.items.map((session) => <SessionLine key={session.id} session={{ ...session, current: false }} />)}
      </Box>
    </Asking>
  )
}

function OnePerson({ person, self }: { person: Person; self: boolean }) {
  const t = useT()
  const { fail } = useSay()
  const [change] = useChangePersonMutation()
  const [anchor, setAnchor] = useState<HTMLElement | null>(null)
  const [looking, setLooking] = useState(false)
  const active = !person.deactivated_at
  const set = async (what: { active?: boolean; administrator?: boolean }) => {
    setAnchor(null)
    const changed = await change({ person: person.id, ...what })
    if (changed.error) fail(changed.error)
  }
  return (
    <>
      <Line
        before={<Avatar id={person.id} name={person.name} size={28} decorative />}
        title={<Box component="span" sx={{ display: 'inline-flex', gap: 2, alignItems: 'center', color: active ? undefined : 'text.secondary' }}>{person.name}{person.administrator && <Chip label={t('account.administrator')} variant="outlined" />}{!active && <Chip label={t('account.deactivated')} variant="outlined" />}</Box>}
        hint={person.email}
      >
        <Tip name={`${t('shell.more')}: ${person.name}`} icon={Ellipsis} aria-haspopup="menu" onClick={(event) => setAnchor(event.currentTarget)} />
      </Line>
      <Menu open={anchor !== null} anchorEl={anchor} onClose={() => setAnchor(null)}>
        <MenuItem onClick={() => { setAnchor(null); setLooking(true) }}>{t('account.sessions')}</MenuItem>
        <MenuItem disabled={self} onClick={() => void set({ administrator: !person.administrator })}>{t(person.administrator ? 'account.administratorNot' : 'account.administratorDo')}</MenuItem>
        <MenuItem disabled={self} onClick={() => void set({ active: !active })}>{t(active ? 'account.deactivate' : 'account.activate')}</MenuItem>
      </Menu>
      {looking && <Sessions person={person} onClose={() => setLooking(false)} />}
    </>
  )
}

/** Everybody who has an account on this server. */
export function Administration({ me }: { me: Profile }) {
  const t = useT()
  const [after, setAfter] = useState<string | undefined>(undefined)
  const { data } = usePeopleQuery({ after })
  return (
    <>
      <SectionHead title={t('account.people')} hint={t('account.peopleHint')} />
      <Panel>
        {!data && <Waiting />}
        {data?.items.map((person) => <OnePerson key={person.id} person={person} self={person.id === me.id} />)}
      </Panel>
      {data?.next && <Button variant="outlined" color="inherit" onClick={() => setAfter(data.next ?? undefined)}>{t('shell.loadMore')}</Button>}
    </>
  )
}
