import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import { Archive, Calendar, CircleDot, CircleUser, Gauge, RefreshCw, SignalHigh, Tag, X, type LucideIcon } from 'lucide-react'

import { useT } from '@/app/texts'
import { useAsk } from '@/features/tasks/editing/Editing'
import { KEYS, type Property } from '@/features/tasks/editing/picking'
import { PROPERTY_NAMES } from '@/features/tasks/editing/useOptions'
import { useEdit } from '@/features/tasks/editing/useEdit'
import { Tip } from '@/parts/Tip'

import { useAllChosen, useChosen } from '../chosen'

const OFFERED: [Property, LucideIcon][] = [['status', CircleDot], ['priority', SignalHigh], ['assignees', CircleUser], ['labels', Tag], ['due', Calendar], ['estimate', Gauge], ['cycle', RefreshCw]]

/** What can be done with all chosen tasks at once. */
export function BulkBar() {
  const t = useT()
  const ask = useAsk()
  const edit = useEdit()
  const chosen = useChosen()
  const all = useAllChosen()
  if (all.size === 0) return null
  const tasks = [...all.values()]
  const archive = () => {
    edit(tasks, { archived: true }, t('boards.archivedDone'))
    chosen.set([])
  }
  return (
    <Box data-bulk role="toolbar" aria-label={t('boards.chosen', { count: all.size })} sx={{ position: 'fixed', zIndex: 1100, bottom: { xs: 12, sm: 20 }, left: { xs: 12, sm: '50%' }, right: { xs: 12, sm: 'auto' }, transform: { sm: 'translateX(-50%)' }, display: 'flex', alignItems: 'center', gap: 0.5, p: 1, maxWidth: { sm: 'calc(100vw - 48px)' }, overflowX: 'auto', borderRadius: 2.5, border: '1px solid', borderColor: 'token.lineStrong', background: 'var(--rx-palette-token-raised)', boxShadow: '0 12px 32px rgb(var(--rx-palette-token-shadow) / .2)' }}>
      <Box role="status" sx={{ px: 3, fontSize: '0.8125rem', fontWeight: 540, whiteSpace: 'nowrap', fontVariantNumeric: 'tabular-nums' }}>{t('boards.chosen', { count: all.size })}</Box>
      {OFFERED.map(([property, Icon]) => (
        <Button key={property} color="inherit" title={KEYS[property].toUpperCase()} startIcon={<Icon size={14} strokeWidth={1.8} />} onClick={({ currentTarget }) => ask(property, tasks, currentTarget)} sx={{ px: 2, flex: 'none', '& .MuiButton-startIcon': { mr: 1 } }}>
          {t(PROPERTY_NAMES[property])}
        </Button>
      ))}
      <Button color="inherit" startIcon={<Archive size={14} strokeWidth={1.8} />} onClick={archive} sx={{ px: 2, flex: 'none', '& .MuiButton-startIcon': { mr: 1 } }}>{t('boards.archive')}</Button>
      <Tip name={t('boards.chooseNone')} icon={X} onClick={() => chosen.set([])} />
    </Box>
  )
}
