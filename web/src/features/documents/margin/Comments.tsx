import Box from '@mui/material/Box'
import Drawer from '@mui/material/Drawer'
import Tab from '@mui/material/Tab'
import Tabs from '@mui/material/Tabs'
import { MessageSquare, X } from 'lucide-react'
import { useId, useState } from 'react'

import type { Thread } from '@/api/shapes'
import { useT } from '@/app/texts'
import { ThreadView } from '@/features/talk/ThreadView'
import { EmptyState } from '@/parts/EmptyState'
import { Tip } from '@/parts/Tip'
import { Waiting } from '@/parts/Waiting'

import { DraftCard } from './DraftCard'
import { Quote } from './MarginCard'
import type { Remarks, Seen } from './Remarks'
import { useThreads } from './useRemarks'

interface CommentsProps {
  document: string
  threads: readonly Thread[]
  remarks: Remarks
  seen: Seen
  may: boolean
  open: boolean
  onClose: () => void
}

/** All conversations of a document one below the other, also those that are resolved. */
export function Comments({ document, threads, remarks, seen, may, open, onClose }: CommentsProps) {
  const t = useT()
  const id = useId()
  const [tab, setTab] = useState<'open' | 'resolved'>('open')
  const resolved = useThreads(document, true, !open || tab !== 'resolved')
  const shown = tab === 'open' ? threads : resolved
  const { draft, active } = seen
  return (
    <Drawer anchor="right" open={open} onClose={onClose} transitionDuration={160} slotProps={{ paper: { 'aria-labelledby': id, role: 'dialog', 'aria-modal': true, sx: { width: { xs: '100%', sm: 380 } } } }}>
      <Box sx={{ display: 'flex', alignItems: 'center', px: 4, height: 48, flex: 'none' }}>
        <Box component="h2" id={id} sx={{ flex: 1, m: 0, fontSize: '0.9375rem', fontWeight: 620 }}>{t('documents.comments')}</Box>
        <Tip name={t('shell.close')} icon={X} onClick={onClose} />
      </Box>
      <Tabs value={tab} onChange={(_, value: 'open' | 'resolved') => setTab(value)} aria-label={t('documents.comments')} sx={{ px: 2, flex: 'none' }}>
        <Tab value="open" label={t('documents.commentsOpen')} id={`${id}-open`} aria-controls={`${id}-panel`} />
        <Tab value="resolved" label={t('documents.commentsResolved')} id={`${id}-resolved`} aria-controls={`${id}-panel`} />
      </Tabs>
      <Box role="tabpanel" id={`${id}-panel`} aria-labelledby={`${id}-${tab}`} tabIndex={0} sx={{ flex: 1, minHeight: 0, overflowY: 'auto', p: 4, display: 'grid', gap: 5, alignContent: 'start' }}>
        {draft && tab === 'open' && <Box><Quote words={draft.quote} /><DraftCard document={document} draft={draft} remarks={remarks} /></Box>}
        {!shown && <Waiting rows={2} />}
        {shown?.map((thread) => (
          <Box key={`${thread.id}-${String(Boolean(thread.resolved_at))}`} {...(thread.id === active ? { ref: (element: HTMLElement | null) => element?.scrollIntoView({ block: 'nearest' }) } : {})}>
            {thread.quote && <Quote words={thread.quote} />}
            <ThreadView thread={thread} may={may} />
          </Box>
        ))}
        {shown?.length === 0 && !draft && <EmptyState icon={MessageSquare} title={t(tab === 'open' ? 'documents.commentsNone' : 'documents.resolvedNone')} {...(may && tab === 'open' ? { hint: t('documents.commentsHint') } : {})} />}
      </Box>
      {may && !draft && tab === 'open' && <Box sx={{ p: 3, borderTop: '1px solid', borderColor: 'token.line', flex: 'none' }}><DraftCard document={document} draft={null} remarks={remarks} /></Box>}
    </Drawer>
  )
}
