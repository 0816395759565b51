import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import { useVirtualizer, defaultRangeExtractor, type Range } from '@tanstack/react-virtual'
import { Plus } from 'lucide-react'
import { useCallback, useEffect, useImperativeHandle, useRef, type Ref } from 'react'

import type { Task } from '@/api/shapes'
import { useT } from '@/app/texts'
import { askForTask } from '@/features/tasks/asking'
import type { Plan } from '@/features/tasks/plan'
import { Tip } from '@/parts/Tip'

import { Card } from './Card'
import type { Parts } from './CardView'
import type { Column } from './columns'
import { QuickCreate } from './QuickCreate'

/** What the board asks of a column while a card is carried. */
export interface ColumnHandle {
  box: () => DOMRect
  /** Between which cards a height on the screen lies. */
  indexAt: (y: number) => number
  /** Brings a place into sight and says where it is on the screen. */
  show: (index: number) => { x: number; y: number }
  /** Puts the focus on a card. */
  focus: (index: number) => void
  scrollBy: (pixels: number) => void
}

export interface ColumnViewProps {
  ref?: Ref<ColumnHandle>
  column: Column
  project: string
  plan: Plan
  parts: ReadonlyMap<string, Parts>
  movable: boolean
  /** Where the carried card would come to lie; null when it is elsewhere. */
  dropAt: number | null
  /** The card that is carried out of here. */
  carried: string | null
  onOpen: (task: Task) => void
  onMore: (column: Column) => void
}

/** Pixels between two cards, and of a card before it is measured. */
const GAP = 8
const GUESS = 104

/** A column: its head, its cards (only those in sight are drawn), and a place to write a new one. */
export function ColumnView({ ref, column, project, plan, parts, movable, dropAt, carried, onOpen, onMore }: ColumnViewProps) {
  const t = useT()
  const scroller = useRef<HTMLDivElement | null>(null)
  const { tasks } = column
  const carriedAt = carried === null ? -1 : tasks.findIndex(({ id }) => id === carried)
  const range = useCallback(
    (seen: Range) => {
      const drawn = defaultRangeExtractor(seen)
      return carriedAt >= 0 && !drawn.includes(carriedAt) ? [...drawn, carriedAt].sort((one, other) => one - other) : drawn
    },
    [carriedAt]
  )
  // eslint-disable-next-line react-hooks/incompatible-library
  const list = useVirtualizer({
    count: tasks.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => GUESS,
    getItemKey: (index) => tasks[index]?.id ?? index,
    gap: GAP,
    paddingStart: 2,
    paddingEnd: GAP,
    overscan: 4,
    rangeExtractor: range
  })
  useEffect(() => {
    // A font that comes late or a changed card makes heights new.
    void document.fonts.ready.then(() => list.measure())
  }, [list])
  const topOf = useCallback(
    (index: number) => {
      const item = list.measurementsCache[index]
      if (item) return item.start - GAP / 2
      const last = list.measurementsCache[tasks.length - 1]
      return last ? last.end + GAP / 2 : 4
    },
    [list, tasks.length]
  )
  useImperativeHandle(
    ref,
    () => ({
      box: () => scroller.current?.parentElement?.getBoundingClientRect() ?? new DOMRect(),
      indexAt: (y) => {
        const element = scroller.current
        if (!element) return 0
        const inside = y - element.getBoundingClientRect().top + element.scrollTop
        const found = list.measurementsCache.findIndex(({ start, size }) => inside < start + size / 2)
        return found < 0 ? tasks.length : found
      },
      show: (index) => {
        if (tasks.length > 0) list.scrollToIndex(Math.min(index, tasks.length - 1), { align: 'auto' })
        const box = scroller.current?.getBoundingClientRect() ?? new DOMRect()
        return { x: box.left + GAP, y: box.top + topOf(index) - (scroller.current?.scrollTop ?? 0) }
      },
      focus: (index) => {
        const task = tasks[index]
        if (!task) return
        list.scrollToIndex(index, { align: 'auto' })
        requestAnimationFrame(() => scroller.current?.querySelector<HTMLElement>(`[data-card="${task.id}"]`)?.focus())
      },
      scrollBy: (pixels) => scroller.current?.scrollBy(0, pixels)
    }),
    [list, tasks, topOf]
  )
  const drawn = list.getVirtualItems()
  const lastSeen = drawn[drawn.length - 1]?.index ?? 0
  useEffect(() => {
    if (column.next && lastSeen >= tasks.length - 5) onMore(column)
  }, [column, lastSeen, tasks.length, onMore])
  return (
    <Box component="section" aria-label={t('boards.columnIs', { column: column.title, count: column.count })} data-column={column.title} sx={{ width: { xs: 'min(84vw, 320px)', sm: 292 }, flex: 'none', display: 'flex', flexDirection: 'column', minHeight: 0, borderRadius: 2.5, background: 'var(--rx-palette-token-sunken)', outline: dropAt === null ? 'none' : '1.5px solid var(--rx-palette-token-accent)', outlineOffset: -1, scrollSnapAlign: 'start' }}>
      <Box sx={{ display: 'flex', alignItems: 'center', gap: 2, pl: 3, pr: 1.5, height: 42, flex: 'none' }}>
        <Box component="span" sx={{ display: 'grid', placeItems: 'center', width: 18 }}>{column.sign}</Box>
        <Box component="h2" sx={{ m: 0, fontSize: '0.8125rem', fontWeight: 580, overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' }}>{column.title}</Box>
        <Box component="span" aria-hidden data-count sx={{ flex: 1, fontSize: '0.8125rem', color: 'text.secondary', fontVariantNumeric: 'tabular-nums' }}>{column.count}</Box>
        {movable && <Tip name={t('boards.addIn', { column: column.title })} icon={Plus} onClick={() => askForTask({ project, ...column.given })} />}
      </Box>
      <Box ref={scroller} sx={{ flex: 1, minHeight: 0, overflowY: 'auto', overflowX: 'hidden', px: 2, overscrollBehaviorY: 'contain', scrollbarGutter: 'auto' }}>
        <Box role="list" aria-label={column.title} sx={{ position: 'relative', m: 0 }} style={{ height: Math.max(list.getTotalSize(), 12) }}>
          {drawn.map((item) => {
            const task = tasks[item.index]
            return (
              task && (
                <div key={item.key} role="listitem" ref={list.measureElement} data-index={item.index} style={{ position: 'absolute', top: 0, left: 0, right: 0, transform: `translateY(${item.start}px)` }}>
                  <Card task={task} column={column.id} plan={plan} parts={parts.get(task.id)} movable={movable} onOpen={onOpen} />
                </div>
              )
            )
          })}
          {dropAt !== null && <div aria-hidden style={{ position: 'absolute', left: 2, right: 2, height: 2, borderRadius: 8, background: 'var(--rx-palette-token-accent)', zIndex: 2, top: topOf(dropAt) - 1 }} />}
        </Box>
        {column.next && <Button fullWidth color="inherit" onClick={() => onMore(column)}>{t('boards.more', { count: column.count - tasks.length })}</Button>}
      </Box>
      {movable && <Box sx={{ p: 1.5, flex: 'none' }}><QuickCreate project={project} column={column.title} given={column.given} /></Box>}
    </Box>
  )
}
