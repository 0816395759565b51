import Box from '@mui/material/Box'
import { UserPlus, X } from 'lucide-react'

import { useLetInMutation, useLetOutMutation, useProjectAccessQuery, type Level } from '@/api/planning'
import type { Project } from '@/api/shapes'
import { useSay } from '@/app/problems'
import { useT } from '@/app/texts'
import { PickButton } from '@/features/tasks/editing/PickButton'
import { Avatar } from '@/parts/Avatar'
import { Choice } from '@/parts/Choice'
import { Line, Panel } from '@/parts/Sections'
import { Tip } from '@/parts/Tip'
import { useHere } from '@/shell/here'

const LEVELS: readonly Level[] = ['read', 'comment', 'write', 'manage']

/** Who is let into a project by name, and what they may do. */
export function Letting({ project }: { project: Project }) {
  const t = useT()
  const here = useHere()
  const { fail } = useSay()
  const [letIn] = useLetInMutation()
  const [letOut] = useLetOutMutation()
  const where = { workspace: here.slug, resource: project.id }
  const { data } = useProjectAccessQuery(where)
  const named = (data?.items ?? []).filter(({ subject_kind }) => subject_kind === 'person')
  const others = here.members.filter(({ person }) => !named.some(({ subject }) => subject === person))
  if (!data) return null
  const put = (person: string, level: Level) => {
    letIn({ ...where, person, level }).unwrap().catch(fail)
  }
  return (
    <Panel title={t('boards.access')} hint={t(project.closed ? 'boards.accessClosed' : 'boards.accessOpen')}>
      {named.map(({ id, subject, level }) => {
        const person = here.person(subject)
        const name = person?.name ?? t('boards.somebody')
        return (
          <Line key={id} before={<Avatar id={subject ?? id} name={name} picture={person?.avatar} size={28} decorative />} title={name} hint={person ? `@${person.handle}` : ''}>
            <Choice quiet label={t('boards.levelOf', { name })} value={level} width={150} options={LEVELS.map((value) => ({ value, text: t(`boards.level_${value as 'read'}`) }))} onChoose={(to) => { if (subject) put(subject, to) }} />
            <Tip name={t('boards.removeNamed', { name })} icon={X} onClick={() => void letOut({ ...where, entry: id }).unwrap().catch(fail)} />
          </Line>
        )
      })}
      <Box sx={{ p: 3 }}>
        <PickButton label={t('boards.letIn')} options={others.map(({ person, name, handle, avatar }) => ({ id: person, text: name, also: handle, sign: <Avatar id={person} name={name} picture={avatar} size={18} decorative /> }))} chosen={new Set()} value={<><UserPlus size={14} aria-hidden />{t('boards.letIn')}</>} onPick={(person) => put(person, 'write')} />
      </Box>
    </Panel>
  )
}
