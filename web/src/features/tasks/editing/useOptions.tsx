import { CircleUser, CircleSlash, Flag, RefreshCw } from 'lucide-react'
import { useMemo } from 'react'

import type { Priority as Level } from '@/api/shapes'
import { today } from '@/api/tasks'
import { useLogin } from '@/app/login'
import { useLanguage, useT, type TextKey } from '@/app/texts'
import { Priority } from '@/features/work/Priority'
import { Avatar } from '@/parts/Avatar'
import { useHere } from '@/shell/here'

import { dayIn, dayInWords } from '../days'
import type { Plan } from '../plan'
import { StatusSign } from '../StatusSign'

import type { Option, Property } from './picking'

/** Priorities, the most pressing first. */
export const PRIORITIES: readonly Level[] = ['urgent', 'high', 'medium', 'low', 'none']

/** What priorities are called. */
export const PRIORITY_NAMES: Record<Level, TextKey> = {
  urgent: 'work.priorityUrgent', high: 'work.priorityHigh', medium: 'work.priorityMedium', low: 'work.priorityLow', none: 'work.priorityNone'
}

/** What properties are called. */
export const PROPERTY_NAMES: Record<Property, TextKey> = {
  status: 'boards.status', priority: 'boards.priority', assignees: 'boards.assignees', labels: 'boards.labels', due: 'boards.due', start: 'boards.start',
  estimate: 'boards.estimate', cycle: 'boards.cycle', milestone: 'boards.milestone'
}

/** Estimates that are offered; others may be written. */
const ESTIMATES = [1, 2, 3, 5, 8, 13]

const dot = (color: string) => <span style={{ width: 9, height: 9, borderRadius: '50%', background: color, display: 'block' }} />

/** What can be chosen for a property. The empty id takes it away. */
export const useOptions = (property: Property, plan: Plan): readonly Option[] => {
  const t = useT()
  const here = useHere()
  const me = useLogin()?.person.id
  const { language } = useLanguage()
  return useMemo(() => {
    const none: Option = { id: '', text: t('boards.none'), sign: <CircleSlash size={14} strokeWidth={1.7} /> }
    switch (property) {
      case 'status':
        return plan.statuses.map(({ id, name, category }) => ({ id, text: name, sign: <StatusSign category={category} /> }))
      case 'priority':
        return PRIORITIES.map((id) => ({ id, text: t(PRIORITY_NAMES[id]), sign: <Priority level={id} /> }))
      case 'assignees': {
        const people = [...here.members].sort((one, other) => Number(other.person === me) - Number(one.person === me) || one.name.localeCompare(other.name))
        return people.map(({ person, name, handle, avatar }) => ({
          id: person, text: person === me ? t('boards.nameAndMe', { name }) : name, also: handle, sign: <Avatar id={person} name={name} picture={avatar} size={18} decorative />
        }))
      }
      case 'labels':
        return plan.labels.map(({ id, name, color }) => ({ id, text: name, sign: dot(color) }))
      case 'estimate':
        return [none, ...ESTIMATES.map((count) => ({ id: String(count), text: t('boards.points', { count }) }))]
      case 'cycle': {
        const [now, next] = [today(), plan.cycles.filter(({ end }) => end >= today())]
        const rest = plan.cycles.filter(({ end }) => end < now).reverse()
        return [none, ...[...next, ...rest].map(({ id, name, start, end }) => ({
          id, text: name, note: start <= now && end >= now ? t('boards.current') : dayInWords(start, language), sign: <RefreshCw size={14} strokeWidth={1.7} />
        }))]
      }
      case 'milestone':
        return [none, ...plan.milestones.map(({ id, name, due, reached_at }) => ({
          id, text: name, note: reached_at ? t('boards.reached') : due ? dayInWords(due, language) : '', sign: <Flag size={14} strokeWidth={1.7} />
        }))]
      default: {
        const weekday = new Date(`${today()}T12:00:00Z`).getUTCDay()
        const days: [TextKey, string][] = [['boards.today', dayIn(0)], ['boards.tomorrow', dayIn(1)], ['boards.endOfWeek', dayIn((5 - weekday + 7) % 7)], ['boards.inOneWeek', dayIn(7)], ['boards.inTwoWeeks', dayIn(14)]]
        return [none, ...days.map(([text, id]) => ({ id, text: t(text), note: dayInWords(id, language) }))]
      }
    }
  }, [property, plan, here.members, me, t, language])
}

/** Stands for nobody. */
export const NoPerson = () => <CircleUser size={18} strokeWidth={1.4} aria-hidden />
