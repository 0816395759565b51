import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import { X } from 'lucide-react'
import { useEffect, useMemo } from 'react'

import { useAppDispatch, useAppSelector } from '@/app/store'
import { useT } from '@/app/texts'
import { Kbd } from '@/parts/Kbd'
import { Tip } from '@/parts/Tip'

import { useCommands, type Command } from './commands'
import { shownKeys } from './keys'
import { snackClosed, undoing, type Snack } from './snackSlice'

/** The key that takes the last thing back. */
const UNDO = shownKeys(['z'])

/** Milliseconds that a word stays; longer with a way back. */
const STAYS = { plain: 5_000, undo: 9_000 }

function One({ snack }: { snack: Snack }) {
  const dispatch = useAppDispatch()
  const t = useT()
  useEffect(() => {
    const timer = setTimeout(() => dispatch(snackClosed(snack.id)), snack.undo ? STAYS.undo : STAYS.plain)
    return () => clearTimeout(timer)
  }, [dispatch, snack])
  const undo = () => {
    undoing.get(snack.id)?.()
    dispatch(snackClosed(snack.id))
  }
  return (
    <Box
      sx={{
        display: 'flex',
        alignItems: 'center',
        gap: 2,
        pl: 4,
        pr: 1.5,
        py: 1.5,
        minWidth: 240,
        maxWidth: 440,
        borderRadius: 2,
        border: '1px solid',
        borderColor: 'token.line',
        background: 'var(--rx-palette-token-raised)',
        boxShadow: '0 8px 28px rgb(var(--rx-palette-token-shadow) / .18)',
        fontSize: '0.8125rem',
        color: snack.tone === 'danger' ? 'token.danger' : 'text.primary',
        animation: 'rx-rise 160ms cubic-bezier(.2,.7,.3,1)',
        '@keyframes rx-rise': { from: { opacity: 0, transform: 'translateY(6px)' } }
      }}
    >
      <Box sx={{ flex: 1 }}>{snack.text}</Box>
      {snack.undo && (
        <Button size="small" onClick={undo}>
          {t('shell.undo')} <Kbd keys={UNDO} />
        </Button>
      )}
      <Tip name={t('shell.close')} icon={X} iconSize={14} onClick={() => dispatch(snackClosed(snack.id))} />
    </Box>
  )
}

/** What was said lately, in the corner. Screen readers hear it; `z` takes the last thing back. */
export function Snacks() {
  const t = useT()
  const dispatch = useAppDispatch()
  const all = useAppSelector((state) => state.snacks)
  const last = all.findLast(({ undo }) => undo !== null)?.id
  useCommands(
    useMemo<Command[]>(() => {
      const undo = (id: string) => () => {
        undoing.get(id)?.()
        dispatch(snackClosed(id))
      }
      return last === undefined ? [] : [{ id: 'undo', text: t('shell.undo'), group: 'do', keys: ['z'], run: undo(last) }]
    }, [last, dispatch, t])
  )
  return (
    <Box role="status" aria-live="polite" sx={{ position: 'fixed', zIndex: 1500, bottom: 16, right: 16, left: { xs: 16, sm: 'auto' }, display: 'grid', gap: 2, justifyItems: { xs: 'stretch', sm: 'end' } }}>
      {all.filter(({ awaited }) => !awaited).map((snack) => <One key={snack.id} snack={snack} />)}
    </Box>
  )
}
