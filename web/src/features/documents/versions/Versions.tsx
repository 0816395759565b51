import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import Drawer from '@mui/material/Drawer'
import useMediaQuery from '@mui/material/useMediaQuery'
import { FileX, History, X } from 'lucide-react'
import { useId, useRef, useState } from 'react'

import type { DocumentEntry } from '@/api/pages'
import type { Version } from '@/api/versions'
import { useLanguage, useT } from '@/app/texts'
import { EmptyState } from '@/parts/EmptyState'
import { Tip } from '@/parts/Tip'
import { Unseen } from '@/parts/Unseen'
import { Waiting } from '@/parts/Waiting'
import { NARROW } from '@/theme/tokens'

import { KeepNow } from './KeepNow'
import { Look } from './Look'
import { useRestoring, useVersions } from './useVersions'
import { VersionMenu } from './VersionMenu'
import { VersionRow } from './VersionRow'
import { daysOf } from './words'

/** Pixels of the list. */
const LIST = 380

interface VersionsProps {
  entry: DocumentEntry
  /** Hears when all of it is out of sight. */
  onClose: () => void
}

/** What a document was: its versions by day, one of them to look at, and the way back to it. */
export function Versions({ entry, onClose }: VersionsProps) {
  const t = useT()
  const id = useId()
  const { language } = useLanguage()
  const narrow = useMediaQuery(NARROW, { noSsr: true })
  const paper = useRef<HTMLDivElement | null>(null)
  const [open, setOpen] = useState(true)
  const [marks, setMarks] = useState(true)
  const [said, setSaid] = useState('')
  const [menu, setMenu] = useState<{ anchor: HTMLElement; version: Version } | null>(null)
  const { versions, failed, again, more, fetching, chosen, before, choose } = useVersions(entry.id)
  const { bring, bringing } = useRestoring(entry.id)
  const manages = entry.level === 'manage'
  const writes = manages || entry.level === 'write'
  const close = () => setOpen(false)
  // Once what stood in front of it is gone.
  const focus = (there: () => HTMLElement | null | undefined) => requestAnimationFrame(() => (there() ?? paper.current)?.focus())
  const back = () => {
    const row = chosen?.id ?? ''
    choose(null)
    focus(() => paper.current?.querySelector<HTMLElement>(`[data-version="${row}"]`))
  }
  const done = () => {
    const anchor = menu?.anchor
    setMenu(null)
    focus(() => (anchor?.isConnected ? anchor : null))
  }
  const restore = (version: Version) => {
    void bring(version).then((done) => { if (done) close() })
  }
  const width = chosen ? { xs: '100%', md: 'min(1180px, calc(100% - 48px))' } : { xs: '100%', sm: LIST }
  return (
    <Drawer anchor="right" open={open} onClose={close} transitionDuration={160} slotProps={{ transition: { onExited: onClose }, paper: { ref: paper, 'aria-labelledby': id, role: 'dialog', 'aria-modal': true, sx: { width, flexDirection: 'row', transition: 'width 160ms' } } }}>
      {chosen && <Look version={chosen} before={before} marks={marks} onMarks={setMarks} onRestore={writes ? () => restore(chosen) : undefined} restoring={bringing} focused={narrow} onBack={back} />}
      <Box sx={{ display: chosen && narrow ? 'none' : 'flex', flexDirection: 'column', minHeight: 0, flex: 'none', width: { xs: '100%', sm: LIST }, ...(chosen ? { borderLeft: '1px solid', borderColor: 'token.line' } : {}) }}>
        <Box sx={{ display: 'flex', alignItems: 'center', px: 4, height: 48, flex: 'none' }}>
          <Box component="h2" id={id} sx={{ flex: 1, m: 0, fontSize: '0.9375rem', fontWeight: 620 }}>{t('versions.title')}</Box>
          <Tip name={t('shell.close')} icon={X} onClick={close} />
        </Box>
        <Box role="region" aria-label={t('versions.list')} aria-busy={fetching} tabIndex={0} sx={{ flex: 1, minHeight: 0, overflowY: 'auto', px: 2, pb: 4 }}>
          {!versions && !failed && <Waiting rows={5} />}
          {failed && <EmptyState icon={FileX} title={t('versions.failed')}><Button variant="outlined" color="inherit" onClick={() => void again()}>{t('shell.retry')}</Button></EmptyState>}
          {versions?.length === 0 && <EmptyState icon={History} title={t('versions.none')} hint={t('versions.noneHint')} />}
          {daysOf(versions ?? [], [language, t]).map((day) => (
            <Box key={day.key} component="section" aria-label={day.words}>
              <Box component="h3" sx={{ m: 0, px: 3, pt: 3, pb: 1, fontSize: '0.75rem', fontWeight: 580, color: 'token.textMuted' }}>{day.words}</Box>
              <Box component="ul" sx={{ m: 0, p: 0, listStyle: 'none', display: 'grid', gap: '2px' }}>
                {day.versions.map((version) => (
                  <VersionRow key={version.id} version={version} chosen={version.id === chosen?.id} onChoose={() => choose(version.id)} onMore={writes ? (anchor) => setMenu({ anchor, version }) : undefined} />
                ))}
              </Box>
            </Box>
          ))}
          {more && <Button variant="outlined" color="inherit" loading={fetching} onClick={more} sx={{ m: 3 }}>{t('shell.loadMore')}</Button>}
        </Box>
        {writes && <KeepNow document={entry.id} onDone={setSaid} />}
      </Box>
      <Box role="status"><Unseen>{said}</Unseen></Box>
      {menu && <VersionMenu key={menu.version.id} of={menu} manages={manages} onDone={setSaid} onClose={done} />}
    </Drawer>
  )
}
