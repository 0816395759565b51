import { colorOf } from '@/parts/Avatar'

interface Flight {
  from: DOMRect
  actor: string | null
  name: string
}

const waiting = new Map<string, Flight>()

/** Milliseconds of a flight, and of the ring that says who moved a card. */
const FLIES = 320
const RINGS = 1_800

const cardOf = (task: string): HTMLElement | null => document.querySelector(`[data-card="${task}"]`)

/** Remembers where a card is before somebody else's move is drawn. */
export const leaves = (task: string, actor: string | null, name: string): void => {
  const from = cardOf(task)?.getBoundingClientRect()
  if (from) waiting.set(task, { from, actor, name })
  requestAnimationFrame(() => requestAnimationFrame(() => arrives(task)))
}

const calm = () => window.matchMedia('(prefers-reduced-motion: reduce)').matches

const ring = (card: HTMLElement, { actor, name }: Flight) => {
  const color = colorOf(actor ?? '')
  card.style.outline = `2px solid ${color}`
  card.style.outlineOffset = '0px'
  const tag = document.createElement('span')
  tag.textContent = name
  tag.setAttribute('aria-hidden', 'true')
  tag.style.cssText = `position:absolute;top:-9px;right:8px;padding:1px 6px;border-radius:4px;font-size:11px;line-height:16px;font-weight:540;color:#fff;background:${color};pointer-events:none`
  if (name) card.append(tag)
  setTimeout(() => {
    card.style.outline = ''
    card.style.outlineOffset = ''
    tag.remove()
  }, RINGS)
}

/** Lets a card glide from where it was to where it is now, and says who moved it. */
const arrives = (task: string): void => {
  const flight = waiting.get(task)
  waiting.delete(task)
  const card = cardOf(task)
  if (!flight || !card) return
  const to = card.getBoundingClientRect()
  const moved = Math.abs(to.left - flight.from.left) + Math.abs(to.top - flight.from.top) > 4
  if (!moved || calm()) {
    ring(card, flight)
    return
  }
  const ghost = card.cloneNode(true) as HTMLElement
  ghost.removeAttribute('data-card')
  ghost.setAttribute('aria-hidden', 'true')
  ghost.tabIndex = -1
  ghost.style.cssText = `position:fixed;z-index:1200;margin:0;pointer-events:none;left:${to.left}px;top:${to.top}px;width:${to.width}px;box-shadow:0 8px 24px rgb(0 0 0 / .18)`
  document.body.append(ghost)
  card.style.visibility = 'hidden'
  const flown = ghost.animate(
    [{ transform: `translate(${flight.from.left - to.left}px, ${flight.from.top - to.top}px)` }, { transform: 'none' }],
    { duration: FLIES, easing: 'cubic-bezier(.2,.7,.3,1)' }
  )
  const landed = () => {
    ghost.remove()
    card.style.visibility = ''
    ring(card, flight)
  }
  flown.onfinish = landed
  flown.oncancel = landed
}
