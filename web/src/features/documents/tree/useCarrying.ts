import { useEffect, useRef, useState, type PointerEvent } from 'react'

import type { DocumentEntry } from '@/api/pages'

import { spotAt, type Side, type Spot } from './order'

/** Pixels that the pointer moves before a document is carried: a click opens it. */
const LIFTED = 6
/** The share of a line at its edges that means beside it. */
const EDGE = 0.28

/** What is carried, and where it would fall. */
export interface Carried {
  moved: string
  /** The line below the pointer; null beside the tree. */
  on: string | null
  side: Side
  spot: Spot | null
}

/** The lines of the tree say by this attribute which document they are. */
const LEAF = 'data-leaf'

const lineAt = (x: number, y: number): { id: string; share: number } | null => {
  const line = document.elementFromPoint(x, y)?.closest(`[${LEAF}]`)
  if (!line) return null
  const { top, height } = line.getBoundingClientRect()
  return { id: line.getAttribute(LEAF) ?? '', share: (y - top) / height }
}

/** Carries documents over the tree with a mouse or a pen. A finger scrolls; the menu of a document moves it there. */
export const useCarrying = (entries: readonly DocumentEntry[], fell: (moved: string, spot: Spot) => void) => {
  const [carried, setCarried] = useState<Carried | null>(null)
  const stop = useRef<(() => void) | null>(null)
  useEffect(() => () => stop.current?.(), [])
  const lift = (id: string) => (event: PointerEvent) => {
    if (event.button !== 0 || event.pointerType === 'touch') return
    const [x, y] = [event.clientX, event.clientY]
    let now: Carried | null = null
    const over = ({ clientX, clientY }: globalThis.PointerEvent) => {
      if (!now && Math.hypot(clientX - x, clientY - y) < LIFTED) return
      const line = lineAt(clientX, clientY)
      const side: Side = !line ? 'inside' : line.share < EDGE ? 'before' : line.share > 1 - EDGE ? 'behind' : 'inside'
      now = { moved: id, on: line?.id ?? null, side, spot: line ? spotAt(entries, id, line.id, side) : null }
      setCarried(now)
    }
    const end = () => {
      window.removeEventListener('pointermove', over)
      window.removeEventListener('pointerup', drop)
      window.removeEventListener('pointercancel', end)
      window.removeEventListener('keydown', escape, { capture: true })
      stop.current = null
      setCarried(null)
    }
    const drop = () => {
      const last = now
      end()
      if (!last) return
      // To carry is not to open.
      window.addEventListener('click', swallow, { capture: true, once: true })
      setTimeout(() => window.removeEventListener('click', swallow, { capture: true }))
      if (last.spot) fell(id, last.spot)
    }
    const swallow = (click: MouseEvent) => {
      click.preventDefault()
      click.stopPropagation()
    }
    const escape = (pressed: KeyboardEvent) => {
      if (pressed.key === 'Escape' && now) end()
    }
    stop.current = end
    window.addEventListener('pointermove', over)
    window.addEventListener('pointerup', drop)
    window.addEventListener('pointercancel', end)
    window.addEventListener('keydown', escape, { capture: true })
  }
  return { carried, lift }
}
