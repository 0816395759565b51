import { useEffect, useRef, type RefObject } from 'react'

/** A panel beside a page: it takes the focus, gives it back where it was, and closes by Escape. */
export const usePanel = (onClose: () => void): RefObject<HTMLElement | null> => {
  const panel = useRef<HTMLElement | null>(null)
  useEffect(() => {
    const before = document.activeElement
    panel.current?.focus()
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus()
    }
  }, [])
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      if (event.key === 'Escape' && !event.defaultPrevented && !document.querySelector('[role=dialog],[role=menu],[role=listbox]')) onClose()
    }
    window.addEventListener('keydown', pressed)
    return () => window.removeEventListener('keydown', pressed)
  }, [onClose])
  return panel
}

/** How such a panel looks, below a bar of so many pixels. */
export const panelLook = (top: number) => ({
  position: 'fixed',
  zIndex: 1050,
  top,
  right: 0,
  bottom: 0,
  width: 'min(560px, 100vw)',
  display: 'flex',
  flexDirection: 'column',
  outline: 'none !important',
  background: 'var(--rx-palette-token-ground)',
  borderLeft: '1px solid',
  borderColor: 'token.line',
  boxShadow: '-12px 0 32px rgb(var(--rx-palette-token-shadow) / .1)'
}) as const
