import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import FormControlLabel from '@mui/material/FormControlLabel'
import Switch from '@mui/material/Switch'
import { FileX, History } from 'lucide-react'
import { useEffect, useRef } from 'react'

import { useVersionContentQuery, type Version } from '@/api/versions'
import { useLanguage, useT } from '@/app/texts'
import { EmptyState } from '@/parts/EmptyState'
import { Waiting } from '@/parts/Waiting'

import { OldText } from './OldText'
import { momentOf } from './words'

interface LookProps {
  version: Version
  /** The one before it; null when there is none, undefined while it is not known. */
  before: Version | null | undefined
  /** Whether what changed is marked. */
  marks: boolean
  onMarks: (marks: boolean) => void
  /** Restores it; missing for those who only look. */
  onRestore?: (() => void) | undefined
  restoring: boolean
  /** Takes the focus, where the list is out of sight. */
  focused: boolean
  onBack: () => void
}

/** A version as it was, below a banner that says so. */
export function Look({ version, before, marks, onMarks, onRestore, restoring, focused, onBack }: LookProps) {
  const t = useT()
  const { language } = useLanguage()
  const banner = useRef<HTMLDivElement | null>(null)
  const place = (id: string) => ({ document: version.document, version: id })
  const now = useVersionContentQuery(place(version.id))
  const old = useVersionContentQuery(place(before?.id ?? ''), { skip: !marks || !before })
  useEffect(() => {
    if (focused) banner.current?.focus()
  }, [focused, version.id])
  const when = momentOf(version.taken_at, language)
  // Where the one before cannot be read, the text is shown without marks.
  const compared = marks && before !== null && !old.isError
  const ready = now.currentData && (!compared || (before && old.currentData))
  return (
    <Box sx={{ flex: 1, minWidth: 0, minHeight: 0, display: 'flex', flexDirection: 'column', background: 'var(--rx-palette-token-ground)' }}>
      <Box ref={banner} role="region" aria-label={t('versions.looking', { when })} tabIndex={-1} sx={{ flex: 'none', display: 'flex', flexWrap: 'wrap', alignItems: 'center', columnGap: 4, rowGap: 2, px: { xs: 4, sm: 6 }, py: 2.5, background: 'var(--rx-palette-token-warningSoft)', borderBottom: '1px solid', borderColor: 'token.line', outline: 'none !important' }}>
        <Box sx={{ display: 'flex', gap: 2.5, flex: '1 1 240px', minWidth: 0, alignItems: 'center' }}>
          <Box aria-hidden sx={{ display: 'grid', color: 'token.warning', flex: 'none' }}><History size={18} strokeWidth={1.8} /></Box>
          <Box sx={{ minWidth: 0 }}>
            <Box sx={{ fontSize: '0.8125rem', fontWeight: 580 }}>{t('versions.looking', { when })}</Box>
            {version.name && <Box sx={{ fontSize: '0.8125rem', color: 'token.textMuted', overflowWrap: 'anywhere' }}>{version.name}</Box>}
          </Box>
        </Box>
        <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 2 }}>
          <Button variant="outlined" color="inherit" onClick={onBack}>{t('versions.back')}</Button>
          {onRestore && <Button variant="contained" loading={restoring} onClick={onRestore}>{t('versions.restore')}</Button>}
        </Box>
      </Box>
      <Box role="region" aria-label={t('versions.text')} tabIndex={0} sx={{ flex: 1, minHeight: 0, overflowY: 'auto', px: { xs: 4, sm: 10 }, py: { xs: 4, sm: 6 } }}>
        <Box sx={{ maxWidth: 720, mx: 'auto', pb: 20 }}>
          {before !== null && <FormControlLabel control={<Switch size="small" checked={marks} onChange={(_, on) => onMarks(on)} />} label={t('versions.marks')} slotProps={{ typography: { variant: 'body2' } }} sx={{ ml: -1, mb: 2, gap: 2 }} />}
          {now.isError
            ? <EmptyState icon={FileX} title={t('versions.gone')} hint={t('versions.goneHint')}><Button variant="outlined" color="inherit" onClick={() => void now.refetch()}>{t('shell.retry')}</Button></EmptyState>
            : ready && now.currentData
              ? <OldText key={`${version.id} ${String(compared)}`} update={now.currentData} before={compared ? (old.currentData ?? null) : null} />
              : <Waiting rows={4} />}
        </Box>
      </Box>
    </Box>
  )
}
