import { useMemo } from 'react'

import { useT } from '@/app/texts'
import { PRIORITIES } from '@/features/tasks/editing/useOptions'
import type { Plan } from '@/features/tasks/plan'
import { useHere } from '@/shell/here'

import { DAYS, FIELDS, MISSING, quoted, STATES, type Field } from './terms'

/** What may be written next. `whole` terms narrow at once; others ask for a value. */
export interface Suggestion {
  text: string
  note: string
  whole: boolean
}

/** Most suggestions that are shown. */
const MOST = 9

const ESTIMATES = ['1', '2', '3', '5', '8', '>=5']

/** What fits to what has been written of a term. */
export const useSuggestions = (written: string, plan: Plan): readonly Suggestion[] => {
  const t = useT()
  const here = useHere()
  return useMemo(() => {
    const not = written.startsWith('-') ? '-' : ''
    const bare = written.slice(not.length)
    const colon = bare.indexOf(':')
    if (colon < 0) {
      const low = bare.toLowerCase()
      const quick: Suggestion[] = [
        { text: 'assignee:me', note: t('boards.quickMine'), whole: true },
        { text: 'is:open', note: t('boards.quickOpen'), whole: true },
        { text: 'cycle:current', note: t('boards.quickCycle'), whole: true },
        { text: 'is:blocked', note: t('boards.quickBlocked'), whole: true }
      ]
      const fields = FIELDS.map((field) => ({ text: `${not}${field}:`, note: t(`boards.field_${field}`), whole: false }))
      return [...(not ? [] : quick), ...fields].filter(({ text, note }) => `${text} ${note}`.toLowerCase().includes(low)).slice(0, low ? MOST : 14)
    }
    const field = bare.slice(0, colon).toLowerCase() as Field
    const value = bare.slice(colon + 1).replace(/^"/, '').toLowerCase()
    const people = here.members.map(({ handle, name }) => [handle, name] as const)
    const values: Partial<Record<Field, readonly (readonly [string, string])[]>> = {
      assignee: [['me', t('boards.quickMine')], ...people],
      author: [['me', t('boards.quickMine')], ...people],
      status: plan.statuses.map(({ name }) => [quoted(name), ''] as const),
      label: plan.labels.map(({ name }) => [quoted(name), ''] as const),
      cycle: [['current', t('boards.current')], ...[...plan.cycles].reverse().map(({ name }) => [quoted(name), ''] as const)],
      milestone: plan.milestones.map(({ name }) => [quoted(name), ''] as const),
      priority: PRIORITIES.map((level) => [level, ''] as const),
      is: STATES.map((state) => [state, t(`boards.state_${state}`)] as const),
      no: MISSING.map((one) => [one, ''] as const),
      estimate: ESTIMATES.map((one) => [one, ''] as const)
    }
    const offered = values[field] ?? (['due', 'created', 'updated', 'completed'].includes(field) ? DAYS.map((day) => [day, ''] as const) : [])
    return offered
      .filter(([one, note]) => `${one} ${note}`.toLowerCase().includes(value))
      .slice(0, MOST)
      .map(([one, note]) => ({ text: `${not}${field}:${one}`, note, whole: true }))
  }, [written, plan, here.members, t])
}
