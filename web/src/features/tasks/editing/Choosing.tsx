import Box from '@mui/material/Box'
import { Plus } from 'lucide-react'
import { useState } from 'react'

import type { Task } from '@/api/shapes'
import type { TaskChange } from '@/api/tasks'
import { useCreateLabelMutation } from '@/api/workspaces'
import { useSay } from '@/app/problems'
import { useLanguage, useT } from '@/app/texts'
import { useHere } from '@/shell/here'

import { dayInWords } from '../days'
import { usePlan } from '../plan'

import { Picker } from './Picker'
import { SEVERAL, shared, type Option, type Property } from './picking'
import { PROPERTY_NAMES, useOptions } from './useOptions'
import { useEdit } from './useEdit'

const NEW = 'new:'
/** Colours that new labels take in turn. */
const COLORS = ['#3a86c8', '#2a9d8f', '#6c63d9', '#e07b39', '#b256b0', '#5a9e4b', '#d64545', '#c9a227']

const whole = (text: string): number | null => (/^\d{1,4}$/.test(text) ? Number(text) : null)

/** A day to be written. */
function Day({ value, onPick }: { value: string; onPick: (day: string) => void }) {
  const t = useT()
  return (
    <Box component="label" sx={{ display: 'flex', alignItems: 'center', gap: 2, px: 3, py: 2, borderTop: '1px solid', borderColor: 'token.line', fontSize: '0.8125rem', color: 'text.secondary' }}>
      {t('boards.anotherDay')}
      <Box component="input" type="date" defaultValue={value} onChange={({ target }: { target: HTMLInputElement }) => { if (/^[12]\d{3}-/.test(target.value)) onPick(target.value) }} sx={{ flex: 1, minWidth: 0, font: 'inherit', color: 'text.primary', background: 'transparent', border: 0, colorScheme: 'inherit' }} />
    </Box>
  )
}

/** What of several values all tasks have. */
const common = (tasks: readonly Task[], property: 'assignees' | 'labels'): Set<string> =>
  new Set((tasks[0]?.[property] ?? []).filter((id) => tasks.every((task) => task[property].includes(id))))

const changeTo = (property: Property, id: string): TaskChange => {
  if (property === 'estimate') return { estimate: id === '' ? null : Number(id) }
  return { [property]: id === '' ? null : id }
}

/** The picker for one property of some tasks; picking changes them. */
export function Choosing({ property, tasks, onDone }: { property: Property; tasks: readonly Task[]; onDone: () => void }) {
  const t = useT()
  const here = useHere()
  const { language } = useLanguage()
  const { fail } = useSay()
  const plan = usePlan(tasks[0]?.project)
  const options = useOptions(property, plan)
  const edit = useEdit()
  const [createLabel] = useCreateLabelMutation()
  const several = SEVERAL.has(property)
  const [chosen, setChosen] = useState<ReadonlySet<string>>(() => (several ? common(tasks, property as 'assignees' | 'labels') : new Set([shared(tasks, property) ?? ''])))
  const name = t(PROPERTY_NAMES[property])

  const toggle = (id: string) => {
    const on = !chosen.has(id)
    const next = new Set(chosen)
    if (on) next.add(id)
    else next.delete(id)
    setChosen(next)
    const which = property === 'labels' ? (on ? 'add_labels' : 'remove_labels') : on ? 'add_assignees' : 'remove_assignees'
    edit(tasks, { [which]: [id] }, t('boards.changedField', { field: name }))
  }
  const begin = async (label: string) => {
    try {
      const made = await createLabel({ workspace: here.slug, name: label, color: COLORS[plan.labels.length % COLORS.length] ?? '#3a86c8' }).unwrap()
      toggle(made.id)
    } catch (error) {
      fail(error)
    }
  }
  const pick = (id: string) => {
    if (id.startsWith(NEW)) void begin(id.slice(NEW.length))
    else if (several) toggle(id)
    else {
      const text = options.find((one) => one.id === id)?.text ?? (property === 'due' || property === 'start' ? dayInWords(id, language) : id)
      edit(tasks, changeTo(property, id), `${name}: ${text}`)
      onDone()
    }
  }
  const own = (text: string): Option | null => {
    if (property === 'estimate') {
      const count = whole(text)
      return count !== null && !options.some(({ id }) => id === text) ? { id: text, text: t('boards.points', { count }) } : null
    }
    if (property === 'labels' && here.role !== 'guest' && !plan.labels.some((one) => one.name.toLowerCase() === text.toLowerCase())) {
      return { id: `${NEW}${text}`, text: t('boards.newLabel', { name: text }), sign: <Plus size={14} /> }
    }
    return null
  }
  return (
    <Picker label={t('boards.choose', { field: name })} options={options} chosen={chosen} several={several} onPick={pick} own={own}>
      {(property === 'due' || property === 'start') && <Day value={shared(tasks, property) ?? ''} onPick={pick} />}
    </Picker>
  )
}
