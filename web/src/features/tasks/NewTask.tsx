import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import Dialog from '@mui/material/Dialog'
import FormControlLabel from '@mui/material/FormControlLabel'
import InputBase from '@mui/material/InputBase'
import Switch from '@mui/material/Switch'
import dynamic from 'next/dynamic'
import { Calendar, ChevronRight, CircleUser, Flag, Gauge, Hash, RefreshCw, Tag } from 'lucide-react'
import { useId, useMemo, useState, type KeyboardEvent, type ReactNode, type SyntheticEvent } from 'react'

import { useCreateTaskMutation } from '@/api/boards'
import type { Priority as Level } from '@/api/shapes'
import type { Draft } from '@/api/tasks'
import { inWords, useSay } from '@/app/problems'
import { useLanguage, useT } from '@/app/texts'
import { Priority } from '@/features/work/Priority'
import { Kbd } from '@/parts/Kbd'
import { useHere } from '@/shell/here'
import { shownKeys } from '@/shell/keys'

import type { Given } from './asking'
import { dayInWords } from './days'
import { PickButton } from './editing/PickButton'
import type { Property } from './editing/picking'
import { PRIORITY_NAMES, PROPERTY_NAMES, useOptions } from './editing/useOptions'
import { Faces } from './marks'
import { usePlan, type Plan } from './plan'
import { StatusSign } from './StatusSign'

const DraftHints = dynamic(() => import('@/features/triage/DraftHints').then((loaded) => loaded.DraftHints), { ssr: false })

interface FieldProps {
  property: Property
  plan: Plan
  chosen: readonly string[]
  several?: boolean
  value: ReactNode
  onPick: (id: string) => void
}

function Choose({ property, plan, chosen, value, several = false, onPick }: FieldProps) {
  const t = useT()
  const options = useOptions(property, plan)
  const own = (text: string) => (property === 'due' && /^[12]\d{3}-\d\d-\d\d$/.test(text) ? { id: text, text } : null)
  return <PickButton label={t('boards.choose', { field: t(PROPERTY_NAMES[property]) })} options={options} chosen={new Set(chosen)} several={several} value={value} onPick={onPick} own={own} />
}

const toggled = (all: readonly string[] | undefined, id: string): string[] => (all?.includes(id) ? all.filter((one) => one !== id) : [...(all ?? []), id])

/** The first status in which work has not begun, or the first of all. */
const firstStatus = (plan: Plan) => plan.statuses.find(({ category }) => category === 'unstarted') ?? plan.statuses[0]

/** Writes a new task with everything that can be said of one. */
export function NewTask({ given, onClose }: { given: Given; onClose: () => void }) {
  const t = useT()
  const here = useHere()
  const { language } = useLanguage()
  const { say } = useSay()
  const [create, { isLoading, error }] = useCreateTaskMutation()
  const [draft, setDraft] = useState<Given>(() => ({ ...given, project: given.project ?? here.projects[0]?.id }))
  const id = useId()
  const [more, setMore] = useState(false)
  const plan = usePlan(draft.project)
  const set = (part: Given) => setDraft((before) => ({ ...before, ...part }))
  const status = plan.status(draft.status ?? '') ?? firstStatus(plan)
  const people = useMemo(() => (draft.assignees ?? []).flatMap((id) => here.person(id) ?? []), [draft.assignees, here])
  const projects = here.projects.map(({ id, key, name }) => ({ id, text: name, note: key }))
  const ready = Boolean(draft.title?.trim() && plan.project)

  const done = async () => {
    if (!ready || isLoading) return
    const body: Draft = { ...draft, project: draft.project ?? '', title: draft.title?.trim() ?? '' }
    const made = await create({ workspace: here.slug, ...body, status: status?.id }).unwrap().catch(() => null)
    if (!made) return
    say(t('boards.created', { key: made.key }))
    if (more) setDraft(({ project, status: kept, assignees, labels, cycle, priority }) => ({ project, status: kept, assignees, labels, cycle, priority }))
    else onClose()
  }
  const submit = (event: SyntheticEvent) => {
    event.preventDefault()
    void done()
  }
  const pressed = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault()
      void done()
    }
  }
  const icon = (Icon: typeof Tag) => <Icon size={14} strokeWidth={1.7} aria-hidden />
  const one = (name: 'cycle' | 'milestone' | 'due') => (id: string) => set({ [name]: id || undefined })
  return (
    <Dialog open onClose={onClose} fullWidth maxWidth="sm" aria-labelledby={id} transitionDuration={90} sx={{ '& .MuiDialog-container': { alignItems: 'flex-start' } }} slotProps={{ paper: { sx: { mt: '10vh', maxWidth: 660 } } }}>
      <form onSubmit={submit} noValidate>
        <Box role="presentation" onKeyDown={pressed}>
          <Box sx={{ display: 'flex', alignItems: 'center', gap: 1.5, px: 5, pt: 4, fontSize: '0.8125rem', color: 'text.secondary' }}>
            <PickButton label={t('boards.project')} options={projects} chosen={new Set([draft.project ?? ''])} value={<>{icon(Hash)}{plan.project?.name ?? t('boards.project')}</>} onPick={(id) => set({ project: id, status: undefined, cycle: undefined, milestone: undefined })} />
            <ChevronRight size={14} aria-hidden />
            <span id={id}>{t('boards.newTask')}</span>
          </Box>
          <InputBase fullWidth autoFocus value={draft.title ?? ''} placeholder={t('boards.titleHint')} onChange={({ target }) => set({ title: target.value })} inputProps={{ 'aria-label': t('boards.title'), maxLength: 300, autoComplete: 'off' }} sx={{ px: 5, pt: 3, fontSize: '1.125rem', fontWeight: 600, letterSpacing: '-0.012em', '& input:focus-visible': { outline: 'none' }, '& input::placeholder': { color: 'token.textFaint', opacity: 1 } }} />
          <InputBase fullWidth multiline minRows={3} maxRows={12} value={draft.description ?? ''} placeholder={t('boards.descriptionHint')} onChange={({ target }) => set({ description: target.value })} inputProps={{ 'aria-label': t('boards.description') }} sx={{ px: 5, py: 2, fontSize: '0.875rem', lineHeight: 1.55, alignItems: 'flex-start', '& textarea:focus-visible': { outline: 'none' }, '& textarea::placeholder': { color: 'token.textFaint', opacity: 1 } }} />
          <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 1.5, px: 5, py: 3 }}>
            <Choose property="status" plan={plan} chosen={[status?.id ?? '']} onPick={(id) => set({ status: id })} value={<>{status && <StatusSign category={status.category} />}{status?.name}</>} />
            <Choose property="priority" plan={plan} chosen={[draft.priority ?? 'none']} onPick={(id) => set({ priority: id as Level })} value={<><Priority level={draft.priority ?? 'none'} />{t(draft.priority ? PRIORITY_NAMES[draft.priority] : 'boards.priority')}</>} />
            <Choose property="assignees" plan={plan} chosen={draft.assignees ?? []} several onPick={(id) => set({ assignees: toggled(draft.assignees, id) })} value={people.length > 0 ? <><Faces people={people} size={18} />{people.length === 1 ? people[0]?.name : people.length}</> : <>{icon(CircleUser)}{t('boards.assignees')}</>} />
            <Choose property="labels" plan={plan} chosen={draft.labels ?? []} several onPick={(id) => set({ labels: toggled(draft.labels, id) })} value={<>{icon(Tag)}{(draft.labels ?? []).flatMap((id) => plan.label(id)?.name ?? []).join(', ') || t('boards.labels')}</>} />
            <Choose property="due" plan={plan} chosen={[draft.due ?? '']} onPick={one('due')} value={<>{icon(Calendar)}{draft.due ? dayInWords(draft.due, language) : t('boards.due')}</>} />
            <Choose property="estimate" plan={plan} chosen={[String(draft.estimate ?? '')]} onPick={(id) => set({ estimate: id === '' ? undefined : Number(id) })} value={<>{icon(Gauge)}{draft.estimate === undefined ? t('boards.estimate') : t('boards.points', { count: draft.estimate })}</>} />
            <Choose property="cycle" plan={plan} chosen={[draft.cycle ?? '']} onPick={one('cycle')} value={<>{icon(RefreshCw)}{plan.cycles.find(({ id }) => id === draft.cycle)?.name ?? t('boards.cycle')}</>} />
            <Choose property="milestone" plan={plan} chosen={[draft.milestone ?? '']} onPick={one('milestone')} value={<>{icon(Flag)}{plan.milestones.find(({ id }) => id === draft.milestone)?.name ?? t('boards.milestone')}</>} />
          </Box>
          <DraftHints draft={draft} onSet={set} />
          {error && <Box role="alert" sx={{ px: 5, pb: 2, fontSize: '0.8125rem', color: 'token.danger' }}>{inWords(error, t)}</Box>}
          <Box sx={{ display: 'flex', alignItems: 'center', gap: 3, px: 5, py: 3, borderTop: '1px solid', borderColor: 'token.line' }}>
            <FormControlLabel control={<Switch size="small" checked={more} onChange={(_, on) => setMore(on)} />} label={t('boards.createMore')} slotProps={{ typography: { variant: 'body2', color: 'text.secondary' } }} sx={{ flex: 1, ml: -1, gap: 1 }} />
            <Box sx={{ display: { xs: 'none', sm: 'block' } }}><Kbd keys={shownKeys(['mod', 'Enter'])} /></Box>
            <Button color="inherit" onClick={onClose}>{t('shell.cancel')}</Button>
            <Button type="submit" variant="contained" disabled={!ready} loading={isLoading}>{t('boards.createTask')}</Button>
          </Box>
        </Box>
      </form>
    </Dialog>
  )
}
