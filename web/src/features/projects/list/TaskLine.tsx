import Box from '@mui/material/Box'
import Checkbox from '@mui/material/Checkbox'
import { memo, useMemo, type MouseEvent } from 'react'

import type { Task } from '@/api/shapes'
import { useLanguage, useT } from '@/app/texts'
import { dayInWords } from '@/features/tasks/days'
import { useAsk } from '@/features/tasks/editing/Editing'
import type { Property } from '@/features/tasks/editing/picking'
import { DueMark, EstimateMark, Faces, isClosed, LabelMark, PartsMark } from '@/features/tasks/marks'
import type { Plan } from '@/features/tasks/plan'
import { StatusSign } from '@/features/tasks/StatusSign'
import { Priority } from '@/features/work/Priority'
import { Unseen } from '@/parts/Unseen'
import { useHere } from '@/shell/here'

import type { Parts } from '../board/CardView'
import { useChosen, useIsChosen } from '../chosen'

/** Widths of the columns of a table. */
export const TABLE = '28px 68px minmax(220px, 1fr) 116px 60px 116px 164px 76px 52px 76px 88px'

export interface TaskLineProps {
  task: Task
  plan: Plan
  parts: Parts | undefined
  table: boolean
  editable: boolean
  onOpen: (task: Task) => void
  onChoose: (task: Task, range: boolean) => void
}

const cut = { overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap', minWidth: 0 } as const

/** A cell whose value can be chosen anew by a click. */
function Cell({ property, task, editable, name, children }: { property: Property; task: Task; editable: boolean; name: string; children: React.ReactNode }) {
  const ask = useAsk()
  if (!editable) return <Box component="span" sx={{ display: 'flex', alignItems: 'center', gap: 1.5, ...cut }}>{children}</Box>
  return (
    <Box
      component="button"
      type="button"
      tabIndex={-1}
      onClick={(event: MouseEvent<HTMLButtonElement>) => { event.preventDefault(); event.stopPropagation(); ask(property, [task], event.currentTarget) }}
      sx={{ display: 'flex', alignItems: 'center', gap: 1.5, minHeight: 24, px: 1, mx: -1, position: 'relative', border: 0, borderRadius: 1, background: 'transparent', font: 'inherit', color: 'inherit', cursor: 'pointer', ...cut, minWidth: 24, '&:hover': { background: 'var(--rx-palette-token-chosen)' } }}
    >
      <Unseen>{name} </Unseen>
      {children}
    </Box>
  )
}

/** A task as a line of a list, or as a row of a table. */
export const TaskLine = memo(function TaskLine({ task, plan, parts, table, editable, onOpen, onChoose }: TaskLineProps) {
  const t = useT()
  const here = useHere()
  const { language } = useLanguage()
  const chosen = useChosen()
  const isChosen = useIsChosen(task.id)
  const people = useMemo(() => task.assignees.flatMap((id) => here.person(id) ?? []), [task.assignees, here])
  const status = plan.status(task.status)
  const labels = task.labels.flatMap((id) => plan.label(id) ?? [])
  const closed = isClosed(task)
  const points = ({ currentTarget }: { currentTarget: Element }) => {
    chosen.point(task, currentTarget)
  }
  const clicked = (event: MouseEvent) => {
    if (event.ctrlKey || event.metaKey) return
    event.preventDefault()
    if (event.shiftKey) onChoose(task, true)
    else onOpen(task)
  }
  const cell = { task, editable }
  const names = people.map(({ name }) => name).join(', ')
  const title = (
    <Box component="a" href={`/w/${here.slug}/tasks/${task.key}`} data-line={task.id} draggable={false} onClick={clicked} onFocus={points} sx={{ ...cut, flex: '1 1 auto', color: closed ? 'text.secondary' : 'text.primary', fontWeight: 500, textDecoration: 'none', '&:focus-visible': { outline: 'none' }, '&::after': { content: '""', position: 'absolute', inset: 0, borderRadius: 1.5 }, '&:focus-visible::after': { outline: '2px solid var(--rx-palette-token-accent)', outlineOffset: -2 } }}>
      {task.title}
    </Box>
  )
  const box = (
    <Checkbox checked={isChosen} onClick={(event) => { event.stopPropagation(); onChoose(task, event.shiftKey) }} slotProps={{ input: { 'aria-label': t('boards.chooseTask', { key: task.key }) } }} sx={{ p: 0.5, opacity: isChosen ? 1 : 0, zIndex: 1, '&:focus-within, .rx-line:hover &': { opacity: 1 }, '@media (pointer: coarse)': { opacity: 1 } }} />
  )
  const look = {
    position: 'relative',
    minHeight: 'calc(var(--row) + 4px)',
    px: { xs: 3, sm: 4 },
    fontSize: '0.8125rem',
    background: isChosen ? 'var(--rx-palette-token-accentSoft)' : 'transparent',
    '&:hover': { background: isChosen ? 'var(--rx-palette-token-accentSoft)' : 'var(--rx-palette-token-hover)' },
    '& button, & input': { zIndex: 1 }
  } as const
  const key = <Box component="span" sx={{ color: 'text.secondary', fontVariantNumeric: 'tabular-nums', fontSize: '0.75rem', flex: 'none', ...cut }}>{task.key}</Box>
  if (table) {
    return (
      <Box className="rx-line" onPointerEnter={points} sx={{ ...look, display: 'grid', gridTemplateColumns: TABLE, alignItems: 'center', columnGap: 3, minWidth: 1180, borderBottom: '1px solid', borderColor: 'token.line' }}>
        <Box role="cell">{box}</Box>
        <Box role="cell" sx={cut}>{key}</Box>
        <Box role="cell" sx={{ display: 'flex', minWidth: 0, gap: 2 }}>{title}{parts && parts.all > 0 && <PartsMark {...parts} />}</Box>
        <Box role="cell" sx={cut}><Cell property="status" name={t('boards.status')} {...cell}>{status && <StatusSign category={status.category} />}<Box component="span" sx={cut}>{status?.name}</Box></Cell></Box>
        <Box role="cell"><Cell property="priority" name={t('boards.priority')} {...cell}><Priority level={task.priority} /></Cell></Box>
        <Box role="cell" sx={cut}><Cell property="assignees" name={t('boards.assignees')} {...cell}><Faces people={people} /><Box component="span" sx={cut}>{people.length === 1 ? names : ''}</Box></Cell></Box>
        <Box role="cell" sx={cut}><Cell property="labels" name={t('boards.labels')} {...cell}>{labels.slice(0, 2).map((label) => <LabelMark key={label.id} label={label} />)}{labels.length > 2 && <span>+{labels.length - 2}</span>}</Cell></Box>
        <Box role="cell"><Cell property="due" name={t('boards.due')} {...cell}>{task.due && <DueMark due={task.due} done={closed} plain />}</Cell></Box>
        <Box role="cell"><Cell property="estimate" name={t('boards.estimate')} {...cell}>{task.estimate ?? ''}</Cell></Box>
        <Box role="cell" sx={{ ...cut, color: 'text.secondary' }}><Cell property="cycle" name={t('boards.cycle')} {...cell}>{plan.cycles.find(({ id }) => id === task.cycle)?.name ?? ''}</Cell></Box>
        <Box role="cell" sx={{ color: 'text.secondary' }}>{dayInWords(task.updated_at.slice(0, 10), language)}</Box>
      </Box>
    )
  }
  return (
    <Box className="rx-line" onPointerEnter={points} sx={{ ...look, display: 'flex', alignItems: 'center', gap: { xs: 2, sm: 2.5 } }}>
      {box}
      <Cell property="priority" name={t('boards.priority')} {...cell}><Priority level={task.priority} /></Cell>
      <Box sx={{ width: 64, flex: 'none', display: { xs: 'none', sm: 'flex' } }}>{key}</Box>
      <Cell property="status" name={t('boards.status')} {...cell}>{status && <StatusSign category={status.category} />}<Unseen>{status?.name}</Unseen></Cell>
      {title}
      <Box component="span" sx={{ display: { xs: 'none', md: 'flex' }, gap: 1, alignItems: 'center', minWidth: 0, overflow: 'hidden' }}>
        {parts && parts.all > 0 && <PartsMark {...parts} />}
        {labels.map((label) => <LabelMark key={label.id} label={label} />)}
        {typeof task.estimate === 'number' && <EstimateMark estimate={task.estimate} />}
      </Box>
      {task.due && <Cell property="due" name={t('boards.due')} {...cell}><DueMark due={task.due} done={closed} plain /></Cell>}
      <Box sx={{ width: { sm: 52 }, display: 'flex', justifyContent: 'flex-end', flex: 'none' }}>
        <Cell property="assignees" name={t('boards.assignees')} {...cell}>
          {people.length > 0 ? <Faces people={people} /> : <Box component="span" sx={{ width: 20, height: 20, borderRadius: '50%', border: '1px dashed', borderColor: 'token.lineStrong' }} />}
        </Cell>
      </Box>
      <Box component="span" sx={{ width: 78, flex: 'none', textAlign: 'right', whiteSpace: 'nowrap', color: 'text.secondary', fontSize: '0.75rem', display: { xs: 'none', lg: 'block' } }}>{dayInWords(task.updated_at.slice(0, 10), language)}</Box>
    </Box>
  )
})
