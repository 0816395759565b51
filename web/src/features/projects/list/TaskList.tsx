import Box from '@mui/material/Box'
import { useVirtualizer } from '@tanstack/react-virtual'
import { ChevronDown, ChevronRight, Plus } from 'lucide-react'
import { useCallback, useEffect, useMemo, useRef, useState, type KeyboardEvent } from 'react'

import type { Task } from '@/api/shapes'
import { useT } from '@/app/texts'
import { askForTask } from '@/features/tasks/asking'
import type { Plan } from '@/features/tasks/plan'
import { Tip } from '@/parts/Tip'
import { Unseen } from '@/parts/Unseen'

import type { Parts } from '../board/CardView'
import { useChosen } from '../chosen'
import type { Group } from '../look'

import { useBundles, type Bundle } from './bundles'
import { TABLE, TaskLine } from './TaskLine'

export interface TaskListProps {
  tasks: readonly Task[]
  group: Group
  plan: Plan
  parts: ReadonlyMap<string, Parts>
  table: boolean
  editable: boolean
  onOpen: (task: Task) => void
  /** The end of what is loaded is near. */
  onEnd: () => void
}

type Item = { bundle: Bundle; task: null } | { bundle: Bundle; task: Task }

/** Heights before they are measured, in pixels. */
const HEAD = 38
const ROW = 38

const HEADS = ['key', 'title', 'status', 'priority', 'assignees', 'labels', 'due', 'estimate', 'cycle', 'updated'] as const

/** The head of a part of the list: opens and closes it. */
function Head({ bundle, open, project, onToggle }: { bundle: Bundle; open: boolean; project: string | null; onToggle: () => void }) {
  const t = useT()
  return (
    <Box sx={{ display: 'flex', alignItems: 'center', gap: 2, height: HEAD, px: { xs: 3, sm: 4 }, background: 'var(--rx-palette-token-sunken)', borderBlock: '1px solid var(--rx-palette-token-line)', mt: '-1px' }}>
      <Box component="button" type="button" aria-expanded={open} onClick={onToggle} sx={{ display: 'flex', alignItems: 'center', gap: 2, flex: 1, minWidth: 0, height: '100%', border: 0, p: 0, background: 'transparent', font: 'inherit', fontSize: '0.8125rem', fontWeight: 580, color: 'text.primary', cursor: 'pointer', textAlign: 'left' }}>
        <Box component="span" aria-hidden sx={{ display: 'grid', color: 'text.secondary' }}>{open ? <ChevronDown size={14} /> : <ChevronRight size={14} />}</Box>
        <Box component="span" aria-hidden sx={{ display: 'grid', placeItems: 'center', width: 18 }}>{bundle.sign}</Box>
        {bundle.title}
        <Box component="span" sx={{ color: 'text.secondary', fontWeight: 450, fontVariantNumeric: 'tabular-nums' }}>{bundle.tasks.length}</Box>
      </Box>
      {project && <Tip name={t('boards.addIn', { column: bundle.title })} icon={Plus} onClick={() => askForTask({ project, ...bundle.given })} />}
    </Box>
  )
}

/** Tasks line by line, put together in parts; only those in sight are drawn. J and K walk, X chooses. */
export function TaskList({ tasks, group, plan, parts, table, editable, onOpen, onEnd }: TaskListProps) {
  const t = useT()
  const chosen = useChosen()
  const scroller = useRef<HTMLDivElement | null>(null)
  const lastChosen = useRef<string | null>(null)
  const [shut, setShut] = useState<ReadonlySet<string>>(new Set())
  const bundles = useBundles(tasks, group, plan)
  const items = useMemo<Item[]>(
    () => bundles.flatMap((bundle) => [...(bundle.title ? [{ bundle, task: null }] : []), ...(shut.has(bundle.id) ? [] : bundle.tasks.map((task) => ({ bundle, task })))]),
    [bundles, shut]
  )
  // eslint-disable-next-line react-hooks/incompatible-library
  const list = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => (items[index]?.task ? ROW : HEAD),
    getItemKey: (index) => `${items[index]?.bundle.id ?? ''}/${items[index]?.task?.id ?? ''}`,
    overscan: 12
  })
  const drawn = list.getVirtualItems()
  const lastSeen = drawn[drawn.length - 1]?.index ?? 0
  useEffect(() => {
    if (lastSeen >= items.length - 20) onEnd()
  }, [lastSeen, items.length, onEnd])

  const choose = useCallback(
    (task: Task, range: boolean) => {
      const lines = items.flatMap((item) => item.task ?? [])
      const [from, to] = [lines.findIndex(({ id }) => id === lastChosen.current), lines.findIndex(({ id }) => id === task.id)]
      if (range && from >= 0) chosen.set([...new Map([...chosen.all().values(), ...lines.slice(Math.min(from, to), Math.max(from, to) + 1)].map((one) => [one.id, one])).values()])
      else chosen.toggle(task)
      lastChosen.current = task.id
    },
    [chosen, items]
  )
  const focus = (index: number) => {
    const task = items[index]?.task
    if (!task) return
    list.scrollToIndex(index, { align: 'auto' })
    requestAnimationFrame(() => scroller.current?.querySelector<HTMLElement>(`[data-line="${task.id}"]`)?.focus())
  }
  const pressed = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1, j: 1, k: -1 }[event.key.length === 1 ? event.key.toLowerCase() : event.key]
    const line = (event.target as HTMLElement).closest<HTMLElement>('[data-line]')
    if (!step || !line || event.ctrlKey || event.metaKey || event.altKey) return
    event.preventDefault()
    const at = items.findIndex(({ task }) => task?.id === line.dataset.line)
    let next = at + step
    while (items[next] && !items[next]?.task) next += step
    if (event.shiftKey) {
      const [here, there] = [items[at]?.task, items[next]?.task]
      if (here && !chosen.has(here.id)) chosen.toggle(here)
      if (there && !chosen.has(there.id)) chosen.toggle(there)
    }
    focus(next)
  }
  const toggle = (id: string) => setShut((before) => { const next = new Set(before); if (!next.delete(id)) next.add(id); return next })
  return (
    <Box ref={scroller} role={table ? 'table' : 'group'} aria-label={t('boards.tasks')} aria-rowcount={table ? tasks.length + 1 : undefined} onKeyDown={pressed} tabIndex={-1} data-list sx={{ flex: 1, minHeight: 0, overflow: 'auto', outline: 'none' }}>
      {table && (
        <Box role="rowgroup" sx={{ position: 'sticky', top: 0, zIndex: 3, width: 'max-content', minWidth: '100%', background: 'var(--rx-palette-token-ground)' }}>
          <Box role="row" sx={{ display: 'grid', gridTemplateColumns: TABLE, columnGap: 3, px: 4, height: 34, alignItems: 'center', minWidth: 1180, borderBottom: '1px solid', borderColor: 'token.line', fontSize: '0.75rem', fontWeight: 540, color: 'text.secondary' }}>
            <span role="columnheader"><Unseen>{t('boards.chosenColumn')}</Unseen></span>
            {HEADS.map((name) => <span key={name} role="columnheader">{t(`boards.head_${name}`)}</span>)}
          </Box>
        </Box>
      )}
      <Box {...(table ? { role: 'rowgroup' } : { role: 'list', 'aria-label': t('boards.tasks') })} sx={{ position: 'relative', minWidth: table ? 1180 : 0 }} style={{ height: list.getTotalSize() }}>
        {drawn.map((drawnItem) => {
          const item = items[drawnItem.index]
          if (!item) return null
          const role = item.task || table ? (table ? 'row' : 'listitem') : 'listitem'
          return (
            <Box key={drawnItem.key} role={role} data-index={drawnItem.index} ref={list.measureElement} sx={{ position: 'absolute', top: 0, left: 0, right: 0 }} style={{ transform: `translateY(${drawnItem.start}px)` }}>
              {item.task ? (
                <TaskLine task={item.task} plan={plan} parts={parts.get(item.task.id)} table={table} editable={editable} onOpen={onOpen} onChoose={choose} />
              ) : table ? (
                <Box role="cell"><Head bundle={item.bundle} open={!shut.has(item.bundle.id)} project={editable ? (plan.project?.id ?? null) : null} onToggle={() => toggle(item.bundle.id)} /></Box>
              ) : (
                <Head bundle={item.bundle} open={!shut.has(item.bundle.id)} project={editable ? (plan.project?.id ?? null) : null} onToggle={() => toggle(item.bundle.id)} />
              )}
            </Box>
          )
        })}
      </Box>
    </Box>
  )
}
