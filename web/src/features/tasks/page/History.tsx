import Box from '@mui/material/Box'
import type { ReactNode } from 'react'

import { useHistoryQuery, type Past } from '@/api/taskParts'
import type { Priority, Task } from '@/api/shapes'
import { useTaskQuery } from '@/api/tasks'
import { useLanguage, useT } from '@/app/texts'
import { Ago } from '@/parts/Ago'
import { Avatar } from '@/parts/Avatar'
import { Waiting } from '@/parts/Waiting'
import { useHere } from '@/shell/here'

import { dayInWords } from '../days'
import { PRIORITY_NAMES } from '../editing/useOptions'
import { usePlan, type Plan } from '../plan'

/** Another task by its id, as its key. */
function KeyOf({ id }: { id: string }) {
  const here = useHere()
  const t = useT()
  return <>{useTaskQuery({ workspace: here.slug, task: id }).data?.key ?? t('boards.aTask')}</>
}

/** A value of a field, as people call it. */
const useNames = (plan: Plan) => {
  const t = useT()
  const here = useHere()
  const { language } = useLanguage()
  return (field: string, value: string | null | undefined): ReactNode => {
    if (value === null || value === undefined || value === '') return t('boards.none')
    switch (field) {
      case 'status': return plan.status(value)?.name ?? t('boards.goneValue')
      case 'assignee': return here.person(value)?.name ?? t('boards.somebody')
      case 'label': return plan.label(value)?.name ?? t('boards.goneValue')
      case 'cycle': return plan.cycles.find(({ id }) => id === value)?.name ?? t('boards.goneValue')
      case 'milestone': return plan.milestones.find(({ id }) => id === value)?.name ?? t('boards.goneValue')
      case 'project': return here.projects.find(({ id }) => id === value)?.name ?? t('boards.goneValue')
      case 'priority': return value in PRIORITY_NAMES ? t(PRIORITY_NAMES[value as Priority]) : value
      case 'due': case 'start': return dayInWords(value, language)
      case 'parent': return <KeyOf id={value} />
      default: return value
    }
  }
}

const FIELDS = ['status', 'assignee', 'label', 'priority', 'estimate', 'due', 'start', 'title', 'cycle', 'milestone', 'parent', 'project', 'archived', 'number'] as const

function Sentence({ past, plan }: { past: Past; plan: Plan }) {
  const t = useT()
  const nameOf = useNames(plan)
  const known = FIELDS.find((field) => field === past.field)
  const field = known ? t(`boards.past_${known}`) : past.field
  const strong = (value: ReactNode) => <Box component="span" sx={{ color: 'text.primary', fontWeight: 500 }}>{value}</Box>
  if (past.field === 'archived') return <>{t(past.after === 'true' ? 'boards.pastArchived' : 'boards.pastUnarchived')}</>
  if (past.field === 'assignee' || past.field === 'label') {
    return past.after ? <>{t('boards.pastAdded', { field })} {strong(nameOf(past.field, past.after))}</> : <>{t('boards.pastRemoved', { field })} {strong(nameOf(past.field, past.before))}</>
  }
  return <>{t('boards.pastChanged', { field })} {strong(nameOf(past.field, past.before))} → {strong(nameOf(past.field, past.after))}</>
}

/** Every change of every field, in words. */
export function History({ task }: { task: Task }) {
  const t = useT()
  const here = useHere()
  const plan = usePlan(task.project)
  const { data } = useHistoryQuery({ workspace: here.slug, task: task.id })
  if (!data) return <Waiting rows={3} />
  const author = here.person(task.created_by)
  return (
    <Box component="ol" aria-label={t('boards.history')} sx={{ listStyle: 'none', m: 0, p: 0, display: 'grid', gap: 2, fontSize: '0.8125rem', color: 'text.secondary' }}>
      {data.items.map((past) => {
        const who = here.person(past.actor)
        return (
          <Box key={past.id} component="li" sx={{ display: 'flex', gap: 2, alignItems: 'flex-start', lineHeight: 1.5 }}>
            <Avatar id={past.actor} name={who?.name ?? '?'} picture={who?.avatar} size={18} decorative />
            <Box component="span" sx={{ flex: 1, minWidth: 0, overflowWrap: 'anywhere' }}><Box component="span" sx={{ color: 'text.primary', fontWeight: 500 }}>{who?.name ?? t('boards.somebody')}</Box> <Sentence past={past} plan={plan} /></Box>
            <Box component="span" sx={{ fontSize: '0.75rem', flex: 'none' }}><Ago at={past.at} /></Box>
          </Box>
        )
      })}
      <Box component="li" sx={{ display: 'flex', gap: 2, alignItems: 'center' }}>
        <Avatar id={task.created_by} name={author?.name ?? '?'} picture={author?.avatar} size={18} decorative />
        <Box component="span" sx={{ flex: 1 }}><Box component="span" sx={{ color: 'text.primary', fontWeight: 500 }}>{author?.name ?? t('boards.somebody')}</Box> {t('boards.pastMade')}</Box>
        <Box component="span" sx={{ fontSize: '0.75rem' }}><Ago at={task.created_at} /></Box>
      </Box>
    </Box>
  )
}
