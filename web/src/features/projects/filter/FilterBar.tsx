import Box from '@mui/material/Box'
import InputBase from '@mui/material/InputBase'
import Paper from '@mui/material/Paper'
import Popper from '@mui/material/Popper'
import { ListFilter, X } from 'lucide-react'
import { useId, useState, type KeyboardEvent, type Ref } from 'react'

import { useT } from '@/app/texts'
import type { Plan } from '@/features/tasks/plan'
import { Tip } from '@/parts/Tip'

import { termsOf, withoutTerm, withTerm } from './terms'
import { useSuggestions } from './useSuggestions'

export interface FilterBarProps {
  filter: string
  plan: Plan
  /** Why the server could not read the filter. */
  wrong: string | null
  input: Ref<HTMLInputElement>
  onFilter: (filter: string) => void
}

/** One term of the filter, with a way to take it away. */
function Term({ term, onRemove }: { term: string; onRemove: () => void }) {
  const t = useT()
  const [, not, field, value] = /^(-?)(\w+:)?(.*)$/.exec(term) ?? []
  return (
    <Box component="li" sx={{ display: 'inline-flex', alignItems: 'center', height: 24, pl: 2, borderRadius: 1.25, background: 'var(--rx-palette-token-accentSoft)', color: 'token.accentText', fontSize: '0.75rem', fontWeight: 540, whiteSpace: 'nowrap', flex: 'none' }}>
      {not && <Box component="span" sx={{ mr: 0.5 }}>{t('boards.not')}</Box>}
      {field && <Box component="span" sx={{ fontWeight: 450 }}>{field}</Box>}
      {value}
      <Tip name={t('boards.removeTerm', { term })} icon={X} iconSize={12} onClick={onRemove} sx={{ width: 22, height: 22, color: 'inherit', '@media (pointer: coarse)': { width: 30, height: 30 } }} />
    </Box>
  )
}

/** Narrows tasks down: terms as chips, and a line to write more of them with suggestions. */
export function FilterBar({ filter, plan, wrong, input, onFilter }: FilterBarProps) {
  const t = useT()
  const id = useId()
  const [text, setText] = useState('')
  const [at, setAt] = useState(-1)
  const [anchor, setAnchor] = useState<HTMLElement | null>(null)
  const [open, setOpen] = useState(false)
  const suggestions = useSuggestions(text, plan)
  const terms = termsOf(filter)
  const current = Math.min(at, suggestions.length - 1)
  const add = (term: string) => {
    onFilter(withTerm(filter, term))
    setText('')
    setAt(-1)
  }
  const take = (index: number) => {
    const one = suggestions[index]
    if (!one) return
    if (one.whole) add(one.text)
    else {
      setText(one.text)
      setAt(-1)
    }
  }
  const pressed = (event: KeyboardEvent<HTMLInputElement>) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step !== undefined && suggestions.length > 0) {
      event.preventDefault()
      setOpen(true)
      setAt((current + step + suggestions.length) % suggestions.length)
    } else if (event.key === 'Enter' && !event.nativeEvent.isComposing) {
      event.preventDefault()
      if (current >= 0) take(current)
      else if (text.trim()) {
        for (const term of termsOf(text)) add(term)
        setText('')
      }
    } else if (event.key === 'Tab' && text && suggestions.length > 0 && !event.shiftKey) {
      event.preventDefault()
      take(Math.max(0, current))
    } else if (event.key === 'Backspace' && text === '' && terms.length > 0) onFilter(withoutTerm(filter, terms.length - 1))
    else if (event.key === 'Escape') {
      if (open && text) setText('')
      else event.currentTarget.blur()
      setOpen(false)
    }
  }
  const shown = open && suggestions.length > 0
  return (
    <Box sx={{ flex: '1 1 220px', minWidth: 0 }}>
      <Box ref={setAnchor} sx={{ display: 'flex', alignItems: 'center', flexWrap: 'wrap', rowGap: 1, gap: 1.5, minHeight: 30 }}>
        <Box aria-hidden sx={{ display: 'grid', color: 'text.secondary' }}><ListFilter size={15} strokeWidth={1.8} /></Box>
        {terms.length > 0 && (
          <Box component="ul" aria-label={t('boards.filters')} sx={{ display: 'contents', listStyle: 'none', m: 0, p: 0 }}>
            {terms.map((term, index) => (
              <Term key={`${term}-${index}`} term={term} onRemove={() => onFilter(withoutTerm(filter, index))} />
            ))}
          </Box>
        )}
        <InputBase
          inputRef={input}
          value={text}
          placeholder={terms.length > 0 ? t('boards.filterMore') : t('boards.filterHint')}
          onChange={({ target }) => { setText(target.value); setAt(-1); setOpen(true) }}
          onFocus={() => setOpen(true)}
          onBlur={() => setOpen(false)}
          onKeyDown={pressed}
          inputProps={{ role: 'combobox', 'aria-expanded': shown, 'aria-controls': id, 'aria-activedescendant': shown && current >= 0 ? `${id}-${current}` : undefined, 'aria-label': t('boards.filter'), 'aria-invalid': wrong !== null, autoComplete: 'off', spellCheck: false }}
          sx={{ flex: '1 1 120px', minWidth: 90, fontSize: '0.8125rem', height: 28, '& input:focus-visible': { outline: 'none' }, '& input::placeholder': { color: 'token.textFaint', opacity: 1 } }}
        />
      </Box>
      {wrong && <Box role="alert" sx={{ fontSize: '0.75rem', color: 'token.danger', pl: 6 }}>{wrong}</Box>}
      <Popper open={shown} anchorEl={anchor} placement="bottom-start" sx={{ zIndex: 1250 }}>
        <Paper variant="outlined" role="listbox" id={id} aria-label={t('boards.filter')} sx={{ mt: 1, p: 1, minWidth: 260, borderRadius: 2.5, boxShadow: '0 12px 32px rgb(var(--rx-palette-token-shadow) / .16)', borderColor: 'token.line' }}>
          {suggestions.map((one, index) => (
            <Box
              key={one.text}
              role="option"
              id={`${id}-${index}`}
              tabIndex={-1}
              aria-selected={index === current}
              onPointerDown={(event) => { event.preventDefault(); take(index) }}
              sx={{ display: 'flex', alignItems: 'center', gap: 4, minHeight: 'var(--row)', px: 2, borderRadius: 1, cursor: 'pointer', fontSize: '0.8125rem', background: index === current ? 'var(--rx-palette-token-hover)' : 'transparent', '&:hover': { background: 'var(--rx-palette-token-hover)' } }}
            >
              <Box component="span" sx={{ flex: 1, fontFamily: 'inherit', fontWeight: 500 }}>{one.text}</Box>
              <Box component="span" sx={{ color: 'text.secondary', fontSize: '0.75rem' }}>{one.note}</Box>
            </Box>
          ))}
        </Paper>
      </Popper>
    </Box>
  )
}
