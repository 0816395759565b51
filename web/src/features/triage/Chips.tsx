import Box from '@mui/material/Box'
import ButtonBase from '@mui/material/ButtonBase'
import { X } from 'lucide-react'

import type { Suggestion } from '@/api/suggestions'
import type { Priority as Level } from '@/api/shapes'
import { useT } from '@/app/texts'
import { Priority } from '@/features/work/Priority'
import { Avatar } from '@/parts/Avatar'
import { Tip } from '@/parts/Tip'
import { useHere } from '@/shell/here'

import { KIND_NAMES, type Taken } from './kinds'

/** Suggestions of one kind that are shown. */
const MOST = 3

interface ChipsProps {
  kind: Taken
  items: readonly Suggestion[]
  onTake: (chosen: Suggestion) => void
  onDismiss?: (() => void) | undefined
}

function Sign({ kind, value }: { kind: Taken; value: string }) {
  const here = useHere()
  if (kind === 'priority') return <Priority level={value as Level} />
  if (kind !== 'assignee') return null
  const person = here.person(value)
  return <Avatar id={value} name={person?.name ?? '?'} picture={person?.avatar} size={18} decorative />
}

/** What is suggested of one kind: a click takes one over. */
export function Chips({ kind, items, onTake, onDismiss }: ChipsProps) {
  const t = useT()
  const name = t(KIND_NAMES[kind])
  return (
    <Box role="group" aria-label={name} sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: 1.5 }}>
      <Box component="span" sx={{ minWidth: 88, fontSize: '0.75rem', color: 'text.secondary' }}>{name}</Box>
      {items.slice(0, MOST).map((one) => (
        <ButtonBase
          key={one.value}
          title={one.reason}
          onClick={() => onTake(one)}
          sx={{ minHeight: 28, maxWidth: 320, px: 2, gap: 1.5, borderRadius: 14, border: '1px dashed', borderColor: 'token.lineStrong', fontSize: '0.8125rem', '&:hover': { borderStyle: 'solid', borderColor: 'token.accent', background: 'var(--rx-palette-token-accentSoft)' } }}
        >
          <Sign kind={kind} value={one.value} />
          <Box component="span" sx={{ minWidth: 0, overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' }}>{kind === 'duplicate' ? `${one.value} ${one.name}` : one.name}</Box>
          <Box component="span" sx={{ color: 'text.secondary', fontSize: '0.75rem', whiteSpace: 'nowrap', fontVariantNumeric: 'tabular-nums' }}>{Math.round(one.confidence * 100)} %</Box>
        </ButtonBase>
      ))}
      {onDismiss && <Tip name={t('triage.dismiss', { kind: name })} icon={X} iconSize={14} onClick={onDismiss} />}
    </Box>
  )
}
