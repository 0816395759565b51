import Box from '@mui/material/Box'
import Paper from '@mui/material/Paper'
import type { Editor } from '@tiptap/core'
import { useEffect, useId, useRef, useSyncExternalStore } from 'react'
import { createPortal } from 'react-dom'

import { useT } from '@/app/texts'
import { Avatar } from '@/parts/Avatar'

import type { Menu } from './menu'

/** Pixels between the menu, the line and the edge of the window. */
const GAP = 6
const WIDTH = 280
const HEIGHT = 320

const placed = (line: DOMRect) => {
  const left = Math.max(GAP, Math.min(line.left, window.innerWidth - WIDTH - GAP))
  const below = line.bottom + GAP + HEIGHT < window.innerHeight || line.top < HEIGHT
  return below ? { left, top: line.bottom + GAP } : { left, bottom: window.innerHeight - line.top + GAP }
}

/** Draws the menu at the cursor. The text keeps the focus; the menu is operated by its keys or by the mouse. */
export function MenuAtCursor({ menu, editor }: { menu: Menu; editor: Editor }) {
  const t = useT()
  const id = useId()
  const list = useRef<HTMLDivElement | null>(null)
  const shown = useSyncExternalStore(menu.subscribe, menu.current, menu.current)
  const chosen = shown ? shown.chosen : -1
  const open = shown !== null && shown.offers.length > 0
  useEffect(() => {
    const text = editor.isDestroyed ? null : editor.view.dom
    if (!open || !text) return undefined
    text.setAttribute('aria-controls', id)
    text.setAttribute('aria-activedescendant', `${id}-${chosen}`)
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' })
    return () => {
      text.removeAttribute('aria-controls')
      text.removeAttribute('aria-activedescendant')
    }
  }, [editor, open, chosen, id])
  if (!shown?.place) return null
  return createPortal(
    <Paper elevation={6} sx={{ position: 'fixed', zIndex: 'modal', width: WIDTH, maxHeight: HEIGHT, overflowY: 'auto', p: 1, borderRadius: 2, ...placed(shown.place) }}>
      {!open && <Box sx={{ px: 2, py: 1.5, color: 'token.textMuted', fontSize: '0.8125rem' }}>{t('documents.nothingOffered')}</Box>}
      <Box ref={list} id={id} role="listbox" aria-label={shown.name}>
        {shown.offers.map((offer, at) => {
          const { icon: Icon, person } = offer
          return (
            <Box
              key={offer.id}
              id={`${id}-${at}`}
              role="option"
              tabIndex={-1}
              aria-selected={at === chosen}
              // The text must not lose the focus.
              onMouseDown={(event) => {
                event.preventDefault()
                shown.take(offer)
              }}
              sx={{ display: 'flex', alignItems: 'center', gap: 2, px: 2, minHeight: 32, borderRadius: 1.5, cursor: 'pointer', fontSize: '0.8125rem', background: at === chosen ? 'var(--rx-palette-token-chosen)' : 'none', '&:hover': { background: 'var(--rx-palette-token-hover)' } }}
            >
              {Icon && <Icon size={16} strokeWidth={1.7} aria-hidden />}
              {person && <Avatar id={person.id} name={offer.name} picture={person.picture} size={18} decorative />}
              <Box component="span" sx={{ flex: 1, minWidth: 0, overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' }}>{offer.name}</Box>
              {offer.hint && <Box component="span" sx={{ color: 'token.textMuted', fontSize: '0.75rem' }}>{offer.hint}</Box>}
            </Box>
          )
        })}
      </Box>
    </Paper>,
    document.querySelector('main') ?? document.body
  )
}
