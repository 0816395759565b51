import { DndContext, DragOverlay, type Announcements } from '@dnd-kit/core'
import Box from '@mui/material/Box'
import { memo, useCallback, useEffect, useMemo, useRef, useState, type KeyboardEvent } from 'react'

import { boardsApi, useMoreOfColumnMutation, watchMoves, type Drop } from '@/api/boards'
import type { Task } from '@/api/shapes'
import { useSay } from '@/app/problems'
import { useLogin } from '@/app/login'
import { useAppDispatch } from '@/app/store'
import { useT } from '@/app/texts'
import { useEdit } from '@/features/tasks/editing/useEdit'
import type { Plan } from '@/features/tasks/plan'
import { useHere } from '@/shell/here'

import { CardFace, cardLook, type Parts } from './CardView'
import { sameColumn, type Column } from './columns'
import { ColumnView, type ColumnHandle, type ColumnViewProps } from './ColumnView'
import { leaves } from './flights'
import { useCarrying, type Told } from './useCarrying'

export interface BoardProps {
  columns: readonly Column[]
  plan: Plan
  projectId: string
  filter: string
  parts: ReadonlyMap<string, Parts>
  movable: boolean
  onOpen: (task: Task) => void
}

const SILENT: Announcements = { onDragStart: () => undefined, onDragOver: () => undefined, onDragEnd: () => undefined, onDragCancel: () => undefined }

/** What lies under the pointer is found by the columns themselves. */
const nothingUnder = () => []

interface HeldProps extends Omit<ColumnViewProps, 'ref'> {
  onHandle: (id: string, handle: ColumnHandle | null) => void
  id: string
}

const sameProps = (one: HeldProps, other: HeldProps): boolean =>
  (Object.keys(other) as (keyof HeldProps)[]).every((name) => (name === 'column' ? sameColumn(one.column, other.column) : Object.is(one[name], other[name])))

/** One column with a place of its own to hand its handle to; drawn when it has become another. */
const Held = memo(function Held({ onHandle, id, ...column }: HeldProps) {
  const hold = useCallback((handle: ColumnHandle | null) => onHandle(id, handle), [onHandle, id])
  return (
    <Box data-at={id} sx={{ display: 'flex', minHeight: 0 }}>
      <ColumnView ref={hold} {...column} />
    </Box>
  )
}, sameProps)

/** Columns of cards. Cards are carried between them; those that others carry glide to their new places. */
export function Board({ columns, plan, projectId, filter, parts, movable, onOpen }: BoardProps) {
  const t = useT()
  const here = useHere()
  const me = useLogin()?.person.id
  const { fail, doing } = useSay()
  const edit = useEdit()
  const dispatch = useAppDispatch()
  const [more] = useMoreOfColumnMutation()
  const root = useRef<HTMLDivElement | null>(null)
  const [said, setSaid] = useState('')

  useEffect(() => watchMoves((task, actor) => { if (actor !== me) leaves(task, actor, here.person(actor)?.name ?? '') }), [me, here])

  const nameOf = useCallback((id: string) => columns.find((column) => column.id === id)?.title ?? '', [columns])
  // Nothing here is drawn by how far a move is.
  const move = useCallback((drop: Drop) => dispatch(boardsApi.endpoints.moveTask.initiate(drop, { track: false })), [dispatch])
  const told = useMemo<Told>(
    () => ({
      onTake: ({ task, column }) => setSaid(t('boards.saidTaken', { key: task.key, column: nameOf(column) })),
      onPlace: ({ task }, { column, index }) => setSaid(t('boards.saidPlace', { key: task.key, column: nameOf(column), place: index + 1 })),
      onCancel: ({ task }) => setSaid(t('boards.saidBack', { key: task.key })),
      onDrop: ({ task, column: from }, { column: to, index }) => {
        const target = columns.find(({ id }) => id === to)
        if (!target) return
        if (target.becomes) {
          const wanted = from === to ? null : target.becomes(task, from)
          if (wanted) edit([task], wanted, t('boards.movedTo', { column: target.title }))
          setSaid(t('boards.saidDropped', { key: task.key, column: target.title }))
          return
        }
        const own = target.tasks.findIndex(({ id }) => id === task.id)
        if (own >= 0 && (index === own || index === own + 1)) {
          setSaid(t('boards.saidBack', { key: task.key }))
          return
        }
        const after = target.tasks.slice(0, index).filter(({ id }) => id !== task.id).pop() ?? null
        const before = target.tasks.slice(index).find(({ id }) => id !== task.id) ?? null
        const source = columns.find(({ id }) => id === from)
        const was = source?.tasks.findIndex(({ id }) => id === task.id) ?? -1
        const undo = () => {
          void move({ workspace: here.slug, task, status: from, after: source?.tasks[was - 1] ?? null, before: source?.tasks[was + 1] ?? null }).unwrap().catch(fail)
        }
        const work = move({ workspace: here.slug, task, status: to, after, before }).unwrap()
        if (from === to) work.catch(fail)
        else doing(`${task.key}: ${t('boards.movedTo', { column: target.title })}`, work, undo)
        setSaid(t('boards.saidDropped', { key: task.key, column: target.title }))
      }
    }),
    [columns, doing, edit, fail, here.slug, move, nameOf, t]
  )
  const { carried, place, focus, onHandle, sensors, start, end, cancel } = useCarrying(columns, root, told)

  const onMore = useCallback(
    (column: Column) => {
      if (column.next && plan.project) void more({ workspace: here.slug, project: plan.project.key, key: plan.project.key, filter, status: column.id, statusName: column.title, after: column.next })
    },
    [filter, here.slug, more, plan.project]
  )

  const pressed = (event: KeyboardEvent) => {
    const card = (event.target as HTMLElement).closest<HTMLElement>('[data-card]')
    const keys: Record<string, [number, number]> = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0], k: [0, -1], j: [0, 1] }
    const step = keys[event.key]
    if (!step || carried || event.ctrlKey || event.metaKey || event.altKey) return
    if (!card) return
    event.preventDefault()
    const held = card.closest('[data-at]')?.getAttribute('data-at')
    let at = columns.findIndex(({ id }) => id === held)
    const row = columns[at]?.tasks.findIndex(({ id }) => id === card.dataset.card) ?? 0
    if (step[0] !== 0) {
      do at += step[0]
      while (columns[at]?.tasks.length === 0)
    }
    const column = columns[at]
    if (column) focus(column.id, Math.max(0, Math.min(row + step[1], column.tasks.length - 1)))
  }

  const accessibility = useMemo(() => ({ announcements: SILENT, screenReaderInstructions: { draggable: t('boards.dragHelp') }, restoreFocus: false }), [t])

  return (
    <DndContext sensors={sensors} autoScroll={false} collisionDetection={nothingUnder} onDragStart={start} onDragEnd={end} onDragCancel={cancel} accessibility={accessibility}>
      <Box ref={root} role="group" aria-label={t('boards.board')} onKeyDown={pressed} sx={{ flex: 1, minHeight: 0, display: 'flex', gap: 2, px: { xs: 3, sm: 4 }, pb: 3, overflowX: 'auto', overflowY: 'hidden', scrollSnapType: { xs: carried ? 'none' : 'x proximity', sm: 'none' }, scrollPaddingLeft: 12 }}>
        {columns.map((column) => (
          <Held
            key={column.id}
            onHandle={onHandle}
            id={column.id}
            column={column}
            project={projectId}
            plan={plan}
            parts={parts}
            movable={movable}
            dropAt={place?.column === column.id ? place.index : null}
            carried={carried?.column === column.id ? carried.task.id : null}
            onOpen={onOpen}
            onMore={onMore}
          />
        ))}
      </Box>
      <DragOverlay dropAnimation={null}>
        {carried && (
          <Box sx={{ ...cardLook, cursor: 'grabbing', transform: 'rotate(1.2deg)', boxShadow: '0 10px 28px rgb(var(--rx-palette-token-shadow) / .22)', borderColor: 'token.lineStrong' }}>
            <CardFace task={carried.task} plan={plan} parts={parts.get(carried.task.id)} />
          </Box>
        )}
      </DragOverlay>
      <Box role="status" aria-live="assertive" sx={{ position: 'absolute', width: '1px', height: '1px', overflow: 'hidden', clipPath: 'inset(50%)' }}>{said}</Box>
    </DndContext>
  )
}
