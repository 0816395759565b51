import Box from '@mui/material/Box'
import type { Editor } from '@tiptap/core'
import { useEffect, useLayoutEffect, useMemo, useRef, type ReactNode } from 'react'

import type { Thread } from '@/api/shapes'
import { useT } from '@/app/texts'
import { frame } from '@/theme/tokens'

import { DraftCard } from './DraftCard'
import { MarginCard } from './MarginCard'
import { DRAFT, type Remarks, type Seen } from './Remarks'
import { stacked } from './stacking'

/** Pixels between cards. */
const GAP = 8
/** Where a comment without a text stands: above all that have one. */
const TOP = 0

interface BesideCard {
  id: string
  /** What is commented on is gone: it stands below all others. */
  gone: boolean
  content: ReactNode
}

interface BesideProps {
  document: string
  editor: Editor
  remarks: Remarks
  threads: readonly Thread[]
  seen: Seen
  may: boolean
}

/** What is drawn, in the order of the text: first what is about the whole document, at last what lost its words. */
const cardsOf = ({ document, remarks, threads, seen: { order, active, draft }, may }: BesideProps): BesideCard[] => {
  const whole = threads.filter(({ anchor }) => !anchor).map(({ id }) => id)
  const gone = threads.filter(({ id, anchor }) => anchor && !order.includes(id)).map(({ id }) => id)
  return [...whole, ...order, ...gone].flatMap((id): BesideCard[] => {
    if (id === DRAFT) return draft ? [{ id, gone: false, content: <DraftCard document={document} draft={draft} remarks={remarks} /> }] : []
    const thread = threads.find((one) => one.id === id)
    if (!thread) return []
    return [{ id, gone: gone.includes(id), content: <MarginCard thread={thread} active={id === active} placed={order.includes(id)} may={may} onActivate={() => remarks.activate(id)} /> }]
  })
}

/** Cards in the margin, each beside its text. Moved without React, so that typing stays quick. */
export function Beside({ document, editor, remarks, threads, seen, may }: BesideProps) {
  const t = useT()
  const cards = useMemo(() => cardsOf({ document, editor, remarks, threads, seen, may }), [document, editor, remarks, threads, seen, may])
  const active = seen.draft ? DRAFT : seen.active
  const box = useRef<HTMLDivElement | null>(null)
  const arrange = useRef<() => void>(() => undefined)
  useLayoutEffect(() => {
    arrange.current = () => {
      const element = box.current
      if (!element || editor.isDestroyed) return
      const zero = element.getBoundingClientRect().top
      const elements = new Map([...element.children].map((child) => [child.getAttribute('data-card') ?? '', child as HTMLElement]))
      const topOf = ({ id, gone }: BesideCard) => {
        const range = remarks.range(id)
        return range ? editor.view.coordsAtPos(range.from).top - zero : gone ? editor.view.dom.offsetHeight : TOP
      }
      const places = stacked(cards.map((card) => ({ id: card.id, top: topOf(card), height: elements.get(card.id)?.offsetHeight ?? 0 })), active, GAP)
      let end = 0
      for (const [id, place] of places) {
        const card = elements.get(id)
        if (!card) continue
        card.style.transform = `translateY(${Math.round(place)}px)`
        card.style.visibility = 'visible'
        end = Math.max(end, place + card.offsetHeight)
      }
      element.style.height = `${Math.round(end)}px`
    }
    arrange.current()
  }, [editor, remarks, cards, active])
  useEffect(() => {
    const element = box.current
    if (!element) return undefined
    let asked = 0
    const soon = () => {
      cancelAnimationFrame(asked)
      asked = requestAnimationFrame(() => arrange.current())
    }
    const sizes = new ResizeObserver(soon)
    const watch = () => {
      sizes.disconnect()
      sizes.observe(editor.view.dom)
      for (const child of element.children) sizes.observe(child)
    }
    const children = new MutationObserver(watch)
    children.observe(element, { childList: true })
    watch()
    const stop = remarks.onMove(soon)
    return () => {
      stop()
      cancelAnimationFrame(asked)
      sizes.disconnect()
      children.disconnect()
    }
  }, [editor, remarks])
  return (
    <Box component="aside" ref={box} aria-label={t('documents.comments')} data-margin sx={{ position: 'absolute', top: 0, left: `calc(100% + ${frame.marginGap}px)`, width: frame.margin }}>
      {cards.map(({ id, content }) => (
        <Box key={id} data-card={id} sx={{ position: 'absolute', top: 0, width: '100%', visibility: 'hidden', transition: 'transform 160ms', zIndex: id === active ? 1 : 0 }}>{content}</Box>
      ))}
    </Box>
  )
}
