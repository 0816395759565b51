import Box from '@mui/material/Box'
import InputBase from '@mui/material/InputBase'
import { Check } from 'lucide-react'
import { useId, useMemo, useState, type KeyboardEvent, type ReactNode } from 'react'

import { useT } from '@/app/texts'

import type { Option } from './picking'

export interface PickerProps {
  /** What is chosen, as it is said; stands in the line to write into. */
  label: string
  options: readonly Option[]
  chosen: ReadonlySet<string>
  /** Several may be chosen: it stays open. */
  several?: boolean
  onPick: (id: string) => void
  /** Follows what is written, where options come from the server. */
  onWrite?: (text: string) => void
  /** What is written may be a choice of its own. */
  own?: (text: string) => Option | null
  children?: ReactNode
}

/** Choices to search and pick from with the keyboard or the pointer. */
export function Picker({ label, options, chosen, several = false, onPick, onWrite, own, children }: PickerProps) {
  const t = useT()
  const id = useId()
  const [text, setText] = useState('')
  const [at, setAt] = useState(0)
  const shown = useMemo(() => {
    const words = text.toLowerCase().split(/\s+/).filter(Boolean)
    const fitting = onWrite ? options : options.filter((one) => words.every((word) => `${one.text} ${one.also ?? ''}`.toLowerCase().includes(word)))
    const extra = text.trim() ? own?.(text.trim()) : null
    return extra ? [...fitting, extra] : fitting
  }, [options, text, own, onWrite])
  const current = Math.min(at, Math.max(0, shown.length - 1))
  const pressed = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step !== undefined && shown.length > 0) {
      event.preventDefault()
      setAt((current + step + shown.length) % shown.length)
    } else if (event.key === 'Enter' && !event.nativeEvent.isComposing) {
      event.preventDefault()
      const one = shown[current]
      if (one) onPick(one.id)
    }
  }
  return (
    <Box sx={{ width: 260, maxWidth: 'calc(100vw - 24px)' }}>
      <InputBase
        fullWidth
        autoFocus
        value={text}
        placeholder={label}
        onChange={({ target }) => { setText(target.value); setAt(0); onWrite?.(target.value) }}
        onKeyDown={pressed}
        inputProps={{ role: 'combobox', 'aria-expanded': true, 'aria-controls': id, 'aria-label': label, 'aria-activedescendant': shown.length > 0 ? `${id}-${current}` : undefined, autoComplete: 'off', spellCheck: false }}
        sx={{ px: 3, height: 38, fontSize: '0.8125rem', borderBottom: '1px solid', borderColor: 'token.line', '& input:focus-visible': { outline: 'none' }, '& input::placeholder': { color: 'token.textFaint', opacity: 1 } }}
      />
      <Box role="listbox" id={id} aria-label={label} aria-multiselectable={several} sx={{ p: 1, maxHeight: 300, overflowY: 'auto' }}>
        {shown.map((one, index) => (
          <Box
            key={one.id}
            role="option"
            id={`${id}-${index}`}
            tabIndex={-1}
            aria-selected={chosen.has(one.id)}
            onPointerMove={() => setAt(index)}
            onClick={() => onPick(one.id)}
            onKeyDown={undefined}
            ref={(element: HTMLElement | null) => { if (index === current) element?.scrollIntoView({ block: 'nearest' }) }}
            sx={{ display: 'flex', alignItems: 'center', gap: 2, minHeight: 'var(--row)', px: 2, borderRadius: 1, cursor: 'pointer', fontSize: '0.8125rem', background: index === current ? 'var(--rx-palette-token-hover)' : 'transparent' }}
          >
            <Box component="span" sx={{ width: 18, display: 'grid', placeItems: 'center', flex: 'none' }}>{one.sign}</Box>
            <Box component="span" sx={{ flex: 1, minWidth: 0, overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' }}>{one.text}</Box>
            {one.note && <Box component="span" sx={{ color: 'text.secondary', fontSize: '0.75rem', fontVariantNumeric: 'tabular-nums', flex: 'none' }}>{one.note}</Box>}
            {chosen.has(one.id) && <Check size={14} aria-hidden />}
          </Box>
        ))}
      </Box>
      {shown.length === 0 && <Box role="status" sx={{ px: 3, pb: 3, fontSize: '0.8125rem', color: 'text.secondary' }}>{t('boards.nothingFits')}</Box>}
      {children}
    </Box>
  )
}
