import InputBase from '@mui/material/InputBase'
import { useState, type KeyboardEvent } from 'react'

import type { Task } from '@/api/shapes'
import { useT } from '@/app/texts'

import { useEdit } from '../editing/useEdit'

/** The title of a task, written where it stands. */
export function Title({ task, editable }: { task: Task; editable: boolean }) {
  const t = useT()
  const edit = useEdit()
  const [written, setWritten] = useState<string | null>(null)
  const done = () => {
    const title = written?.trim()
    setWritten(null)
    if (title && title !== task.title) edit([task], { title }, t('boards.renamed'))
  }
  const pressed = (event: KeyboardEvent<HTMLElement>) => {
    if (event.key === 'Enter' && !event.nativeEvent.isComposing) {
      event.preventDefault()
      ;(event.target as HTMLElement).blur()
    } else if (event.key === 'Escape') {
      event.stopPropagation()
      setWritten(null)
      const field = event.target as HTMLElement
      setTimeout(() => field.blur())
    }
  }
  return (
    <InputBase
      fullWidth
      multiline
      readOnly={!editable}
      value={written ?? task.title}
      onFocus={() => setWritten(task.title)}
      onChange={({ target }) => setWritten(target.value.replace(/\n/g, ' '))}
      onBlur={done}
      onKeyDown={pressed}
      inputProps={{ 'aria-label': t('boards.title'), maxLength: 300, spellCheck: false }}
      sx={{ p: 0, fontSize: '1.375rem', fontWeight: 620, lineHeight: 1.3, letterSpacing: '-0.018em', '& textarea': { borderRadius: 1, mx: -1.5, px: 1.5, width: 'calc(100% + 12px)' }, '& textarea:focus-visible': { outline: 'none', background: 'var(--rx-palette-token-hover)' } }}
    />
  )
}
