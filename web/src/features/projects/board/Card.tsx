import { useDraggable, type DraggableSyntheticListeners } from '@dnd-kit/core'
import Box from '@mui/material/Box'
import { memo, useEffect, useRef, useState, type MouseEvent, type SyntheticEvent } from 'react'

import type { Task } from '@/api/shapes'
import type { Plan } from '@/features/tasks/plan'
import { useHere } from '@/shell/here'

import { useChosen, useIsChosen } from '../chosen'

import { CardFace, cardLook, type Parts } from './CardView'

export interface CardProps {
  task: Task
  /** The column it stands in; a card may stand in several. */
  column: string
  plan: Plan
  parts: Parts | undefined
  movable: boolean
  onOpen: (task: Task) => void
}

/** What carries a card. */
interface Grip {
  hold: (element: HTMLElement | null) => void
  listeners: DraggableSyntheticListeners
  help: string
  isDragging: boolean
}

/** By what a card is taken. */
const TAKES = ['onMouseDown', 'onTouchStart', 'onKeyDown'] as const

/** The same listeners at every drawing, which call those of the last one: a card that comes or goes makes those of all cards anew. */
const useSteady = (listeners: DraggableSyntheticListeners): NonNullable<DraggableSyntheticListeners> => {
  const last = useRef(listeners)
  useEffect(() => {
    last.current = listeners
  }, [listeners])
  const [steady] = useState(() => Object.fromEntries(TAKES.map((name) => [name, (event: SyntheticEvent): unknown => last.current?.[name]?.(event)])))
  return steady
}

/** A card that can be opened, chosen and carried elsewhere. All cards hear of each that is carried; few look different then. */
export const Card = memo(function Card(props: CardProps) {
  const { task, column, movable } = props
  const { setNodeRef, listeners, attributes, isDragging } = useDraggable({ id: `${column}/${task.id}`, data: { task, column }, disabled: !movable })
  const steady = useSteady(listeners)
  return <Drawn {...props} hold={setNodeRef} listeners={steady} help={attributes['aria-describedby']} isDragging={isDragging} />
})

const Drawn = memo(function Drawn({ task, plan, parts, movable, onOpen, hold, listeners, help, isDragging }: CardProps & Grip) {
  const here = useHere()
  const chosen = useChosen()
  const isChosen = useIsChosen(task.id)
  const clicked = (event: MouseEvent) => {
    if (event.ctrlKey || event.metaKey || event.button !== 0) return
    event.preventDefault()
    if (event.shiftKey) chosen.toggle(task)
    else onOpen(task)
  }
  const points = ({ currentTarget }: { currentTarget: Element }) => {
    chosen.point(task, currentTarget)
  }
  return (
    <Box
      component="a"
      ref={hold}
      href={`/w/${here.slug}/tasks/${task.key}`}
      draggable={false}
      data-card={task.id}
      onClick={clicked}
      onFocus={points}
      onPointerEnter={points}
      {...(movable ? { ...listeners, 'aria-describedby': help } : {})}
      {...(isChosen ? { 'aria-current': 'true' as const } : {})}
      sx={{
        ...cardLook,
        position: 'relative',
        opacity: isDragging ? 0.35 : 1,
        cursor: 'pointer',
        userSelect: 'none',
        WebkitTouchCallout: 'none',
        touchAction: 'manipulation',
        transition: 'border-color 90ms, background-color 90ms',
        '&:hover': { borderColor: 'token.lineStrong' },
        ...(isChosen ? { borderColor: 'token.accent', background: 'var(--rx-palette-token-accentSoft)', '&:hover': { borderColor: 'token.accent' } } : {})
      }}
    >
      <CardFace task={task} plan={plan} parts={parts} />
    </Box>
  )
})
