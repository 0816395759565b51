import Box from '@mui/material/Box'
import { UserPlus, Users, X } from 'lucide-react'

import { useEntriesQuery, useGiveMutation, useTakeAwayMutation, type Entry, type Level, type Resource } from '@/api/access'
import { useSay } from '@/app/problems'
import { useT } from '@/app/texts'
import { PickButton } from '@/features/tasks/editing/PickButton'
import { Avatar } from '@/parts/Avatar'
import { Choice } from '@/parts/Choice'
import { Line } from '@/parts/Sections'
import { Tip } from '@/parts/Tip'
import { useHere } from '@/shell/here'

const LEVELS: readonly Level[] = ['read', 'comment', 'write', 'manage']
/** Roles that may be let in as one. Whoever runs the workspace manages everything anyway. */
const ROLES = ['guest', 'member'] as const

/** How a level is offered. */
export const useLevels = (levels: readonly Level[] = LEVELS) => {
  const t = useT()
  return levels.map((value) => ({ value, text: t(`boards.level_${value as 'read'}`) }))
}

function Given({ entry, of }: { entry: Entry; of: Resource }) {
  const t = useT()
  const here = useHere()
  const { fail } = useSay()
  const options = useLevels()
  const [give] = useGiveMutation()
  const [takeAway] = useTakeAwayMutation()
  const { subject_kind: kind, subject } = entry
  const person = kind === 'person' ? here.person(subject) : undefined
  const name = kind === 'role' ? t(`access.role_${subject as 'guest'}`) : (person?.name ?? t('boards.somebody'))
  const put = (level: Level) => {
    if (subject && kind !== 'link') give({ ...of, subject_kind: kind, subject, level }).unwrap().catch(fail)
  }
  return (
    <Line
      before={kind === 'role' ? <Box sx={{ width: 28, display: 'grid', placeItems: 'center', color: 'text.secondary' }}><Users size={18} aria-hidden /></Box> : <Avatar id={subject ?? entry.id} name={name} picture={person?.avatar} size={28} decorative />}
      title={name}
      hint={person ? `@${person.handle}` : ''}
    >
      <Choice quiet label={t('boards.levelOf', { name })} value={entry.level} width={130} options={options} onChoose={put} />
      <Tip name={t('boards.removeNamed', { name })} icon={X} onClick={() => void takeAway({ ...of, entry: entry.id }).unwrap().catch(fail)} />
    </Line>
  )
}

/** Who is let in by name or by role, what they may do, and a way to let in more. */
export function People({ of }: { of: Resource }) {
  const t = useT()
  const here = useHere()
  const { fail } = useSay()
  const [give] = useGiveMutation()
  const { data } = useEntriesQuery(of)
  if (!data) return null
  const given = data.items.filter(({ subject_kind }) => subject_kind !== 'link')
  const isGiven = (subject: string) => given.some((entry) => entry.subject === subject)
  const people = here.members.filter(({ person }) => !isGiven(person)).map(({ person, name, handle, avatar }) => ({ id: `person:${person}`, text: name, also: handle, sign: <Avatar id={person} name={name} picture={avatar} size={18} decorative /> }))
  const roles = ROLES.filter((role) => !isGiven(role)).map((role) => ({ id: `role:${role}`, text: t(`access.role_${role}`), sign: <Users size={16} aria-hidden /> }))
  const letIn = (id: string) => {
    const [kind, subject = ''] = id.split(':')
    // Guests look first; members were let in to work.
    give({ ...of, subject_kind: kind === 'role' ? 'role' : 'person', subject, level: subject === 'guest' ? 'read' : 'write' }).unwrap().catch(fail)
  }
  return (
    <>
      {given.map((entry) => <Given key={entry.id} entry={entry} of={of} />)}
      <Box sx={{ p: 3 }}>
        <PickButton label={t('boards.letIn')} options={[...people, ...roles]} chosen={new Set()} value={<><UserPlus size={14} aria-hidden />{t('boards.letIn')}</>} onPick={letIn} />
      </Box>
    </>
  )
}
