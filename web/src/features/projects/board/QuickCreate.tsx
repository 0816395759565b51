import Box from '@mui/material/Box'
import ButtonBase from '@mui/material/ButtonBase'
import InputBase from '@mui/material/InputBase'
import { Plus } from 'lucide-react'
import { useState, type KeyboardEvent } from 'react'

import { useCreateTaskMutation } from '@/api/boards'
import { useSay } from '@/app/problems'
import { useT } from '@/app/texts'
import type { Given } from '@/features/tasks/asking'
import { useHere } from '@/shell/here'

import { cardLook } from './CardView'

/** Writes a new card at the end of a column: Enter makes it and begins the next one. */
export function QuickCreate({ project, column, given }: { project: string; column: string; given: Given }) {
  const t = useT()
  const here = useHere()
  const { fail } = useSay()
  const [create, { isLoading }] = useCreateTaskMutation()
  const [title, setTitle] = useState<string | null>(null)
  const make = async () => {
    const text = title?.trim()
    if (!text || isLoading) return
    setTitle('')
    try {
      await create({ workspace: here.slug, project, title: text, ...given }).unwrap()
    } catch (error) {
      setTitle(text)
      fail(error)
    }
  }
  const pressed = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && !event.nativeEvent.isComposing) {
      event.preventDefault()
      void make()
    } else if (event.key === 'Escape') {
      event.stopPropagation()
      setTitle(null)
    }
  }
  if (title === null) {
    return (
      <ButtonBase onClick={() => setTitle('')} aria-label={t('boards.addIn', { column })} sx={{ width: '100%', justifyContent: 'flex-start', gap: 1.5, px: 2, height: 32, borderRadius: 1.5, fontSize: '0.8125rem', color: 'text.secondary', '&:hover': { background: 'var(--rx-palette-token-hover)', color: 'text.primary' } }}>
        <Plus size={15} strokeWidth={1.8} aria-hidden />
        {t('boards.add')}
      </ButtonBase>
    )
  }
  return (
    <Box sx={{ ...cardLook, p: 2, borderColor: 'token.accent' }}>
      <InputBase
        fullWidth
        autoFocus
        multiline
        value={title}
        placeholder={t('boards.titleHint')}
        onChange={({ target }) => setTitle(target.value.replace(/\n/g, ' '))}
        onKeyDown={pressed}
        onBlur={() => { if (!title.trim()) setTitle(null) }}
        inputProps={{ 'aria-label': t('boards.titleIn', { column }), maxLength: 300 }}
        sx={{ fontSize: '0.8125rem', fontWeight: 500, px: 1, '& textarea:focus-visible': { outline: 'none' }, '& textarea::placeholder': { color: 'token.textFaint', opacity: 1 } }}
      />
      <Box sx={{ px: 1, pt: 1, fontSize: '0.75rem', color: 'text.secondary' }}>{t('boards.addKeys')}</Box>
    </Box>
  )
}
