import { MouseSensor, TouchSensor, useSensor, useSensors, type DragStartEvent } from '@dnd-kit/core'
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react'

import type { Task } from '@/api/shapes'

import { CardKeys, type Step } from './cardKeys'
import type { Column } from './columns'
import type { ColumnHandle } from './ColumnView'

/** A card that is carried, and out of which column. */
export interface Carried {
  task: Task
  column: string
}

/** Where it would come to lie: in front of the card at `index`. */
export interface Place {
  column: string
  index: number
}

/** Pixels that a mouse moves before it carries; milliseconds that a finger rests. */
const STARTS = 4
const RESTS = 220
/** Pixels from an edge at which things scroll, and how far they do in a frame. */
const EDGE = 56
const SPEED = 14

/** When a mouse and when a finger carries. The same objects at every drawing: others would have all cards drawn anew. */
const BY_MOUSE = { activationConstraint: { distance: STARTS } }
const BY_FINGER = { activationConstraint: { delay: RESTS, tolerance: 8 } }

export interface Told {
  /** Says out loud where the card is now. */
  onPlace: (carried: Carried, place: Place) => void
  onDrop: (carried: Carried, place: Place) => void
  onTake: (carried: Carried) => void
  onCancel: (carried: Carried) => void
}

const pull = (at: number, from: number, to: number): number => (at < from + EDGE ? -SPEED : at > to - EDGE ? SPEED : 0)

/** Carries cards between columns by mouse, finger and keys. Only the columns that a card leaves or enters are drawn anew. */
export const useCarrying = (columns: readonly Column[], board: { current: HTMLElement | null }, told: Told) => {
  const [carried, setCarried] = useState<Carried | null>(null)
  const [place, setPlaceShown] = useState<Place | null>(null)
  const placed = useRef<Place | null>(null)
  const handles = useRef(new Map<string, ColumnHandle>())
  const byKeys = useRef(false)
  const known = useRef(columns)
  const tell = useRef(told)
  const holding = useRef<Carried | null>(null)
  // The card that keys dropped, until it has the focus where it lies, or something else has.
  const lands = useRef<string | null>(null)
  useEffect(() => {
    known.current = columns
    tell.current = told
  }, [columns, told])

  // The keys go on from where a card came to lie, with its first drawing there: a later one would take the focus from what they opened.
  useLayoutEffect(() => {
    const focused = document.activeElement
    if (lands.current === null || focused?.getAttribute('data-card') === lands.current) return
    if (focused === document.body) board.current?.querySelector<HTMLElement>(`[data-card="${lands.current}"]`)?.focus()
    lands.current = null
  }, [columns, carried, board])

  const setPlace = useCallback((next: Place | null) => {
    const before = placed.current
    if (before?.column === next?.column && before?.index === next?.index) return
    placed.current = next
    setPlaceShown(next)
  }, [])

  const step = useCallback(
    (to: Step): { x: number; y: number } | null => {
      const [now, card] = [placed.current, holding.current]
      const all = known.current
      const at = all.findIndex(({ id }) => id === now?.column)
      const column = all[at]
      if (!now || !card || !column) return null
      let next = now
      if (to === 'left' || to === 'right') {
        const other = all[at + (to === 'left' ? -1 : 1)]
        if (other) next = { column: other.id, index: Math.min(now.index, other.tasks.length) }
      } else {
        const own = column.tasks.findIndex(({ id }) => id === card.task.id)
        let index = now.index + (to === 'up' ? -1 : 1)
        // Right behind the card itself is where it is already.
        if (own >= 0 && column.id === card.column && index === own + 1) index += to === 'up' ? -1 : 1
        next = { column: column.id, index: Math.max(0, Math.min(index, column.tasks.length)) }
      }
      setPlace(next)
      tell.current.onPlace(card, next)
      const handle = handles.current.get(next.column)
      const element = board.current?.querySelector(`[data-at="${CSS.escape(next.column)}"]`)
      element?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
      return handle?.show(next.index) ?? null
    },
    [board, setPlace]
  )

  useEffect(() => {
    if (!carried || byKeys.current) return
    let point: { x: number; y: number } | null = null
    let frame = 0
    const look = () => {
      frame = requestAnimationFrame(look)
      const element = board.current
      if (!point || !element) return
      const { x, y } = point
      const outer = element.getBoundingClientRect()
      element.scrollBy(pull(x, outer.left, outer.right), 0)
      let over: string | null = null
      for (const [id, handle] of handles.current) {
        const box = handle.box()
        if (x < box.left - 6 || x > box.right + 6) continue
        over = id
        const pulled = pull(y, box.top + 40, box.bottom)
        if (pulled !== 0 && y > box.top - EDGE && y < box.bottom + EDGE) handle.scrollBy(pulled)
        setPlace({ column: id, index: handle.indexAt(y) })
      }
      if (over === null) setPlace(null)
    }
    const mouse = ({ clientX, clientY }: MouseEvent) => {
      point = { x: clientX, y: clientY }
    }
    const finger = ({ touches }: TouchEvent) => {
      const touch = touches[0]
      if (touch) point = { x: touch.clientX, y: touch.clientY }
    }
    window.addEventListener('mousemove', mouse, true)
    window.addEventListener('touchmove', finger, { capture: true, passive: true })
    frame = requestAnimationFrame(look)
    return () => {
      cancelAnimationFrame(frame)
      window.removeEventListener('mousemove', mouse, true)
      window.removeEventListener('touchmove', finger, true)
    }
  }, [carried, board, setPlace])

  const byKey = useMemo(() => ({ onStep: step }), [step])
  const sensors = useSensors(useSensor(MouseSensor, BY_MOUSE), useSensor(TouchSensor, BY_FINGER), useSensor(CardKeys, byKey))

  const start = useCallback(
    ({ active, activatorEvent }: DragStartEvent) => {
      const card = active.data.current as Carried | undefined
      if (!card) return
      byKeys.current = activatorEvent instanceof KeyboardEvent
      holding.current = card
      setCarried(card)
      tell.current.onTake(card)
      if (byKeys.current) {
        const index = known.current.find(({ id }) => id === card.column)?.tasks.findIndex(({ id }) => id === card.task.id) ?? 0
        setPlace({ column: card.column, index })
      }
    },
    [setPlace]
  )
  const finish = useCallback(
    (dropped: boolean) => {
      const [card, now] = [holding.current, placed.current]
      holding.current = null
      setPlace(null)
      setCarried(null)
      if (!card) return
      if (dropped && now) tell.current.onDrop(card, now)
      else tell.current.onCancel(card)
      // The place it left takes the focus with it, if it left.
      lands.current = byKeys.current ? card.task.id : null
    },
    [setPlace]
  )
  const end = useCallback(() => finish(true), [finish])
  const cancel = useCallback(() => finish(false), [finish])
  const onHandle = useCallback((id: string, handle: ColumnHandle | null) => {
    if (handle) handles.current.set(id, handle)
    else handles.current.delete(id)
  }, [])
  const focus = useCallback((column: string, index: number) => handles.current.get(column)?.focus(index), [])
  return { carried, place, onHandle, focus, sensors, start, end, cancel }
}
