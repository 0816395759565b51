import InputBase from '@mui/material/InputBase'
import Box from '@mui/material/Box'
import Paper from '@mui/material/Paper'
import { ChevronDown, ChevronUp, Search, X } from 'lucide-react'
import { useEffect, useRef, useSyncExternalStore } from 'react'
import { createPortal } from 'react-dom'

import { useT } from '@/app/texts'
import { Tip } from '@/parts/Tip'

import type { Finder } from './Finder'

/** Finds words in the text that is open: Enter goes on, Shift-Enter back, Escape ends. */
export function FindBar({ finder }: { finder: Finder }) {
  const t = useT()
  const field = useRef<HTMLInputElement | null>(null)
  const { open, words, count, at } = useSyncExternalStore(finder.subscribe, finder.current, finder.current)
  useEffect(() => {
    if (!open) return
    field.current?.focus()
    field.current?.select()
  }, [open])
  if (!open) return null
  return createPortal(
    <Paper elevation={6} role="search" aria-label={t('documents.find')} sx={{ position: 'fixed', zIndex: 'drawer', top: 56, right: { xs: 8, sm: 24 }, left: { xs: 8, sm: 'auto' }, display: 'flex', alignItems: 'center', gap: 1, p: 1, pl: 2.5, borderRadius: 2 }}>
      <Search size={14} aria-hidden />
      <InputBase
        inputRef={field}
        value={words}
        placeholder={t('documents.find')}
        inputProps={{ 'aria-label': t('documents.findWords'), maxLength: 200 }}
        onChange={({ target }) => finder.look(target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') {
            event.stopPropagation()
            finder.close()
          } else if (event.key === 'Enter') {
            event.preventDefault()
            finder.step(event.shiftKey ? -1 : 1)
          } else if (event.key.toLowerCase() === 'f' && (event.ctrlKey || event.metaKey)) {
            event.preventDefault()
            field.current?.select()
          }
        }}
        sx={{ flex: 1, minWidth: { sm: 190 }, fontSize: '0.875rem', '& input:focus-visible': { outline: 'none' } }}
      />
      <Box role="status" sx={{ minWidth: 64, textAlign: 'right', fontSize: '0.75rem', color: 'text.secondary', fontVariantNumeric: 'tabular-nums' }}>{words === '' ? '' : count === 0 ? t('documents.findNone') : t('documents.findCount', { at: at + 1, count })}</Box>
      <Tip name={t('documents.findBefore')} icon={ChevronUp} disabled={count === 0} onClick={() => finder.step(-1)} />
      <Tip name={t('documents.findNext')} icon={ChevronDown} disabled={count === 0} onClick={() => finder.step(1)} />
      <Tip name={t('shell.close')} icon={X} onClick={() => finder.close()} />
    </Paper>,
    document.querySelector('main') ?? document.body
  )
}
