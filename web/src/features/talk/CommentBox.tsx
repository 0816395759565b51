import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import InputBase from '@mui/material/InputBase'
import Paper from '@mui/material/Paper'
import Popper from '@mui/material/Popper'
import { useId, useRef, useState, type KeyboardEvent } from 'react'

import { useT } from '@/app/texts'
import { Avatar } from '@/parts/Avatar'
import { useHere } from '@/shell/here'

export interface CommentBoxProps {
  label: string
  does: string
  first?: string
  autoFocus?: boolean
  busy: boolean
  /** Says whether it was taken; then the box is empty again. */
  onSend: (body: string) => Promise<boolean>
  onCancel?: () => void
}

/** Most people that are offered for a mention. */
const MOST = 6

/** The handle that is being written in front of the cursor. */
const asked = (text: string, cursor: number): string | null => /(?:^|\s)@([\p{L}\p{N}_.-]*)$/u.exec(text.slice(0, cursor))?.[1] ?? null

/** Writes a comment; `@` offers people. */
export function CommentBox({ label, does, first = '', autoFocus = false, busy, onSend, onCancel }: CommentBoxProps) {
  const t = useT()
  const here = useHere()
  const id = useId()
  const field = useRef<HTMLTextAreaElement | null>(null)
  const [anchor, setAnchor] = useState<HTMLElement | null>(null)
  const [text, setText] = useState(first)
  const [handle, setHandle] = useState<string | null>(null)
  const [at, setAt] = useState(0)
  const people = handle === null ? [] : here.members.filter((one) => `${one.handle} ${one.name}`.toLowerCase().includes(handle.toLowerCase())).slice(0, MOST)
  const current = Math.min(at, Math.max(0, people.length - 1))
  const look = () => {
    const element = field.current
    setHandle(element ? asked(element.value, element.selectionStart) : null)
  }
  const mention = (name: string) => {
    const cursor = field.current?.selectionStart ?? text.length
    const before = text.slice(0, cursor).replace(/@[\p{L}\p{N}_.-]*$/u, `@${name} `)
    setText(before + text.slice(cursor))
    setHandle(null)
    requestAnimationFrame(() => {
      field.current?.focus()
      field.current?.setSelectionRange(before.length, before.length)
    })
  }
  const send = async () => {
    if (text.trim() === '' || busy) return
    if (await onSend(text.trim())) setText('')
  }
  const pressed = (event: KeyboardEvent) => {
    const person = people[current]
    if (person && ['ArrowDown', 'ArrowUp'].includes(event.key)) {
      event.preventDefault()
      setAt((current + (event.key === 'ArrowDown' ? 1 : people.length - 1)) % people.length)
    } else if (person && (event.key === 'Enter' || event.key === 'Tab') && !event.ctrlKey && !event.metaKey) {
      event.preventDefault()
      mention(person.handle)
    } else if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault()
      void send()
    } else if (event.key === 'Escape' && (handle !== null || onCancel)) {
      event.stopPropagation()
      if (handle !== null) setHandle(null)
      else onCancel?.()
    }
  }
  const shown = people.length > 0
  return (
    <Box ref={setAnchor} sx={{ border: '1px solid', borderColor: 'token.line', borderRadius: 2, background: 'var(--rx-palette-token-raised)', '&:focus-within': { borderColor: 'token.accent' } }}>
      <InputBase
        fullWidth
        multiline
        autoFocus={autoFocus}
        minRows={1}
        maxRows={14}
        inputRef={field}
        value={text}
        placeholder={label}
        onChange={({ target }) => { setText(target.value); setAt(0); look() }}
        onSelect={look}
        onKeyDown={pressed}
        onBlur={() => setTimeout(() => setHandle(null), 150)}
        inputProps={{ 'aria-label': label, maxLength: 10_000, 'aria-controls': shown ? id : undefined, 'aria-activedescendant': shown ? `${id}-${current}` : undefined }}
        sx={{ px: 3, py: 2, fontSize: '0.875rem', lineHeight: 1.5, '& textarea:focus-visible': { outline: 'none' }, '& textarea::placeholder': { color: 'token.textFaint', opacity: 1 } }}
      />
      {(text.trim() !== '' || onCancel) && (
        <Box sx={{ display: 'flex', justifyContent: 'flex-end', gap: 1.5, px: 2, pb: 2 }}>
          {onCancel && <Button color="inherit" onClick={onCancel}>{t('shell.cancel')}</Button>}
          <Button variant="contained" disabled={text.trim() === ''} loading={busy} onClick={() => void send()}>{does}</Button>
        </Box>
      )}
      <Popper open={shown} anchorEl={anchor} placement="top-start" sx={{ zIndex: 1400 }}>
        <Paper variant="outlined" role="listbox" id={id} aria-label={t('boards.people')} sx={{ mb: 1, p: 1, minWidth: 220, borderRadius: 2, borderColor: 'token.line', boxShadow: '0 12px 32px rgb(var(--rx-palette-token-shadow) / .16)' }}>
          {people.map((one, index) => (
            <Box key={one.person} role="option" id={`${id}-${index}`} tabIndex={-1} aria-selected={index === current} onPointerDown={(event) => { event.preventDefault(); mention(one.handle) }} sx={{ display: 'flex', alignItems: 'center', gap: 2, minHeight: 'var(--row)', px: 2, borderRadius: 1, cursor: 'pointer', fontSize: '0.8125rem', background: index === current ? 'var(--rx-palette-token-hover)' : 'transparent' }}>
              <Avatar id={one.person} name={one.name} picture={one.avatar} size={18} decorative />
              <Box component="span" sx={{ flex: 1 }}>{one.name}</Box>
              <Box component="span" sx={{ color: 'text.secondary' }}>@{one.handle}</Box>
            </Box>
          ))}
        </Paper>
      </Popper>
    </Box>
  )
}
