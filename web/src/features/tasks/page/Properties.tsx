import Box from '@mui/material/Box'
import { Calendar, CircleUser, Flag, Gauge, RefreshCw, Tag } from 'lucide-react'
import type { MouseEvent, ReactNode } from 'react'

import type { Task } from '@/api/shapes'
import { useLanguage, useT } from '@/app/texts'
import { Priority } from '@/features/work/Priority'
import { Ago } from '@/parts/Ago'
import { Avatar } from '@/parts/Avatar'
import { Unseen } from '@/parts/Unseen'
import { useHere } from '@/shell/here'

import { dayInWords } from '../days'
import { useAsk } from '../editing/Editing'
import { KEYS, type Property } from '../editing/picking'
import { PRIORITY_NAMES, PROPERTY_NAMES } from '../editing/useOptions'
import { DueMark, isClosed, LabelMark } from '../marks'
import type { Plan } from '../plan'
import { StatusSign } from '../StatusSign'

/** One property: its name, and its value as a button that chooses another. */
function Line({ property, task, editable, said, children }: { property: Property; task: Task; editable: boolean; said: string; children: ReactNode }) {
  const t = useT()
  const ask = useAsk()
  const name = t(PROPERTY_NAMES[property])
  return (
    <Box sx={{ display: 'grid', gridTemplateColumns: '92px minmax(0, 1fr)', alignItems: 'start', minHeight: 32 }}>
      <Box component="dt" sx={{ color: 'text.secondary', fontSize: '0.8125rem', lineHeight: '32px' }}>{name}</Box>
      <Box component="dd" sx={{ m: 0, minWidth: 0 }}>
        <Box
          component="button"
          type="button"
          disabled={!editable}
          title={editable ? `${name} (${KEYS[property].toUpperCase()})` : undefined}
          onClick={({ currentTarget }: MouseEvent<HTMLButtonElement>) => ask(property, [task], currentTarget)}
          sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: 1.5, position: 'relative', width: '100%', minHeight: 32, px: 2, py: 1, border: 0, borderRadius: 1.5, background: 'transparent', font: 'inherit', fontSize: '0.8125rem', textAlign: 'left', color: said ? 'text.primary' : 'text.secondary', cursor: editable ? 'pointer' : 'default', overflowWrap: 'anywhere', '&:hover:enabled': { background: 'var(--rx-palette-token-hover)' } }}
        >
          <Unseen>{name}: </Unseen>
          {children}
        </Box>
      </Box>
    </Box>
  )
}

const SIGN = { size: 14, strokeWidth: 1.7, 'aria-hidden': true } as const

/** Everything that is set about a task, each with its picker. */
export function Properties({ task, plan, editable, wide = false }: { task: Task; plan: Plan; editable: boolean; wide?: boolean }) {
  const t = useT()
  const here = useHere()
  const { language } = useLanguage()
  const status = plan.status(task.status)
  const people = task.assignees.flatMap((id) => here.person(id) ?? [])
  const labels = task.labels.flatMap((id) => plan.label(id) ?? [])
  const cycle = plan.cycles.find(({ id }) => id === task.cycle)?.name ?? ''
  const milestone = plan.milestones.find(({ id }) => id === task.milestone)?.name ?? ''
  const author = here.person(task.created_by)
  const line = { task, editable }
  return (
    <Box component="section" aria-label={t('boards.properties')}>
      <Box component="dl" sx={{ m: 0, display: 'grid', gridTemplateColumns: wide ? 'repeat(2, minmax(0, 1fr))' : 'minmax(0, 1fr)', columnGap: 3, rowGap: 0.5 }}>
        <Line {...line} property="status" said={status?.name ?? ''}>{status && <StatusSign category={status.category} />}{status?.name}</Line>
        <Line {...line} property="priority" said={t(PRIORITY_NAMES[task.priority])}><Priority level={task.priority} />{t(PRIORITY_NAMES[task.priority])}</Line>
        <Line {...line} property="assignees" said={people.map(({ name }) => name).join(', ')}>
          {people.length === 0 && <><CircleUser {...SIGN} />{t('boards.nobody')}</>}
          {people.map(({ person, name, avatar }) => <Box key={person} component="span" sx={{ display: 'inline-flex', alignItems: 'center', gap: 1.5 }}><Avatar id={person} name={name} picture={avatar} size={18} decorative />{name}</Box>)}
        </Line>
        <Line {...line} property="labels" said={labels.map(({ name }) => name).join(', ')}>
          {labels.length === 0 && <><Tag {...SIGN} />{t('boards.none')}</>}
          {labels.map((label) => <LabelMark key={label.id} label={label} />)}
        </Line>
        <Line {...line} property="due" said={task.due ? dayInWords(task.due, language) : ''}>{task.due ? <DueMark due={task.due} done={isClosed(task)} plain /> : <><Calendar {...SIGN} />{t('boards.none')}</>}</Line>
        <Line {...line} property="start" said={task.start ? dayInWords(task.start, language) : ''}><Calendar {...SIGN} />{task.start ? dayInWords(task.start, language) : t('boards.none')}</Line>
        <Line {...line} property="estimate" said={typeof task.estimate === 'number' ? String(task.estimate) : ''}><Gauge {...SIGN} />{typeof task.estimate === 'number' ? t('boards.points', { count: task.estimate }) : t('boards.none')}</Line>
        <Line {...line} property="cycle" said={cycle}><RefreshCw {...SIGN} />{cycle || t('boards.none')}</Line>
        <Line {...line} property="milestone" said={milestone}><Flag {...SIGN} />{milestone || t('boards.none')}</Line>
      </Box>
      <Box sx={{ mt: wide ? 2 : 4, pt: wide ? 2 : 3, borderTop: '1px solid', borderColor: 'token.line', fontSize: '0.75rem', color: 'text.secondary', display: 'flex', flexDirection: wide ? 'row' : 'column', gap: wide ? 4 : 1 }}>
        <span>{t('boards.madeBy', { name: author?.name ?? t('boards.somebody') })} <Ago at={task.created_at} /></span>
        <span>{t('boards.lastChange')} <Ago at={task.updated_at} /></span>
      </Box>
    </Box>
  )
}
