import Box from '@mui/material/Box'
import { Calendar } from 'lucide-react'
import { memo } from 'react'

import type { Label, Member, Task } from '@/api/shapes'
import { today } from '@/api/tasks'
import { useLanguage, useT } from '@/app/texts'
import { Avatar } from '@/parts/Avatar'

import { dayIn, dayInWords } from './days'

const chip = {
  display: 'inline-flex',
  alignItems: 'center',
  gap: 1,
  height: 20,
  px: 1.5,
  borderRadius: '10px',
  border: '1px solid var(--rx-palette-token-line)',
  fontSize: '0.75rem',
  lineHeight: 1,
  color: 'text.secondary',
  whiteSpace: 'nowrap',
  flex: 'none',
  maxWidth: 160
} as const

/** A label: its colour as a dot, and its name. */
export const LabelMark = memo(function LabelMark({ label }: { label: Label }) {
  return (
    <Box component="span" sx={chip}>
      <Box component="span" aria-hidden sx={{ width: 8, height: 8, borderRadius: '50%', flex: 'none' }} style={{ background: label.color }} />
      <Box component="span" sx={{ overflow: 'hidden', textOverflow: 'ellipsis', lineHeight: '18px' }}>{label.name}</Box>
    </Box>
  )
})

/** When a task is due; red when that is over, amber when it is near. */
export const DueMark = memo(function DueMark({ due, done = false, plain = false }: { due: string; done?: boolean; plain?: boolean }) {
  const t = useT()
  const { language } = useLanguage()
  const late = !done && due < today()
  const soon = !done && !late && due <= dayIn(2)
  return (
    <Box component="span" title={t(late ? 'boards.overdueSince' : 'boards.dueOn', { day: dayInWords(due, language) })} sx={{ ...(plain ? { display: 'inline-flex', alignItems: 'center', gap: 1, fontSize: '0.75rem' } : chip), whiteSpace: 'nowrap', color: late ? 'token.danger' : soon ? 'token.warning' : 'text.secondary' }}>
      <Calendar size={12} strokeWidth={1.8} aria-hidden />
      {dayInWords(due, language)}
      {late && <Box component="span" sx={{ position: 'absolute', width: '1px', height: '1px', overflow: 'hidden', clipPath: 'inset(50%)' }}>{t('boards.overdue')}</Box>}
    </Box>
  )
})

/** How much work a task is thought to be. */
export function EstimateMark({ estimate }: { estimate: number }) {
  const t = useT()
  return (
    <Box component="span" role="img" aria-label={t('boards.points', { count: estimate })} title={t('boards.points', { count: estimate })} sx={{ ...chip, minWidth: 20, px: 1, justifyContent: 'center', fontVariantNumeric: 'tabular-nums' }}>
      {estimate}
    </Box>
  )
}

/** How many of a task's parts are done: a small ring with the figures. */
export function PartsMark({ done, all }: { done: number; all: number }) {
  const t = useT()
  const around = 2 * Math.PI * 4.5
  return (
    <Box component="span" role="img" aria-label={t('boards.partsDone', { done, all })} title={t('boards.partsDone', { done, all })} sx={{ ...chip, fontVariantNumeric: 'tabular-nums' }}>
      <svg width="12" height="12" viewBox="0 0 12 12" aria-hidden>
        <circle cx="6" cy="6" r="4.5" fill="none" stroke="var(--rx-palette-token-lineStrong)" strokeWidth="2" />
        <circle cx="6" cy="6" r="4.5" fill="none" stroke="var(--rx-palette-token-accent)" strokeWidth="2" strokeDasharray={`${(around * done) / Math.max(1, all)} ${around}`} transform="rotate(-90 6 6)" />
      </svg>
      {done}/{all}
    </Box>
  )
}

/** Most faces that are shown side by side. */
const FACES = 3

/** Somebody, as far as a small picture shows them. */
export type Face = Pick<Member, 'person' | 'name' | 'avatar'>

/** Who does it. */
export const Faces = memo(function Faces({ people, size = 20 }: { people: readonly Face[]; size?: number }) {
  if (people.length === 0) return null
  return (
    <Box component="span" sx={{ display: 'inline-flex', flex: 'none', '& > * + *': { ml: '-5px' }, '& > *': { boxShadow: '0 0 0 1.5px var(--rx-palette-token-raised)' } }}>
      {people.slice(0, FACES).map((one) => (
        <Avatar key={one.person} id={one.person} name={one.name} picture={one.avatar} size={size} />
      ))}
      {people.length > FACES && (
        <Box component="span" sx={{ height: size, minWidth: size, px: 0.5, borderRadius: '10px', display: 'inline-grid', placeItems: 'center', fontSize: '0.6875rem', color: 'text.secondary', background: 'var(--rx-palette-token-hover)' }}>
          +{people.length - FACES}
        </Box>
      )}
    </Box>
  )
})

/** Whether nothing is left to do in a task. */
export const isClosed = (task: Task): boolean => Boolean(task.completed_at)
