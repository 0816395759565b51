import Box from '@mui/material/Box'

import type { Thread } from '@/api/shapes'
import { useT } from '@/app/texts'
import { ThreadView } from '@/features/talk/ThreadView'
import { Avatar } from '@/parts/Avatar'
import { useHere } from '@/shell/here'

const clamped = { display: '-webkit-box', WebkitLineClamp: 3, WebkitBoxOrient: 'vertical', overflow: 'hidden' } as const

/** The words that a comment is about. */
export function Quote({ words }: { words: string }) {
  return (
    <Box component="blockquote" sx={{ ...clamped, m: 0, mb: 1.5, pl: 2, borderLeft: '3px solid', borderColor: 'token.warning', fontSize: '0.75rem', color: 'text.secondary', overflowWrap: 'anywhere' }}>{words}</Box>
  )
}

export interface MarginCardProps {
  thread: Thread
  /** Shown whole, with its answers. */
  active: boolean
  /** Its text is in the document; else its words are quoted. */
  placed: boolean
  may: boolean
  onActivate: () => void
}

/** A conversation in the margin: its beginning, or the whole of it. */
export function MarginCard({ thread, active, placed, may, onActivate }: MarginCardProps) {
  const t = useT()
  const here = useHere()
  const quote = !placed && thread.quote ? <Quote words={thread.quote} /> : null
  if (active) return <>{quote}<ThreadView key={String(Boolean(thread.resolved_at))} thread={thread} may={may} /></>
  const author = here.person(thread.first?.author)
  const more = thread.comments - 1
  return (
    <Box component="button" type="button" onClick={onActivate} sx={{ display: 'block', width: '100%', p: 2.5, border: '1px solid', borderColor: 'token.line', borderRadius: 2, background: 'var(--rx-palette-token-raised)', color: 'text.primary', font: 'inherit', textAlign: 'left', cursor: 'pointer', '&:hover': { borderColor: 'token.lineStrong' } }}>
      {quote}
      <Box component="span" sx={{ display: 'flex', alignItems: 'center', gap: 2, mb: 1, fontSize: '0.8125rem', fontWeight: 580 }}>
        <Avatar id={thread.first?.author ?? ''} name={author?.name ?? '?'} picture={author?.avatar} size={20} decorative />
        {author?.name ?? t('boards.somebody')}
      </Box>
      <Box component="span" sx={{ ...clamped, fontSize: '0.8125rem', lineHeight: 1.5, overflowWrap: 'anywhere' }}>{thread.first?.deleted_at ? t('boards.takenBack') : thread.first?.body}</Box>
      {more > 0 && <Box component="span" sx={{ display: 'block', mt: 1, fontSize: '0.75rem', color: 'text.secondary' }}>{t('documents.replies', { count: more })}</Box>}
    </Box>
  )
}
