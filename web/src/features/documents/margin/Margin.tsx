import Box from '@mui/material/Box'
import useMediaQuery from '@mui/material/useMediaQuery'
import type { Editor } from '@tiptap/core'
import { MessageSquare } from 'lucide-react'
import { useRouter } from 'next/router'
import { useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react'

import type { Thread } from '@/api/shapes'
import { useT } from '@/app/texts'
import { Tip } from '@/parts/Tip'
import { InTopBar } from '@/shell/slots'

import { Beside, type BesideCard } from './Beside'
import { Comments } from './Comments'
import { DraftCard } from './DraftCard'
import { MarginCard } from './MarginCard'
import { DRAFT, type Remarks } from './Remarks'
import { useLook, useThreads } from './useRemarks'

/** Windows from this width on have room beside the text. */
const ROOM = '(min-width: 1200px)'

const NONE: readonly Thread[] = []

export interface MarginProps {
  document: string
  editor: Editor
  remarks: Remarks
  /** Whether the person may comment. */
  may: boolean
}

/** What people say about a text: beside it where there is room, else in a drawer. */
export function Margin({ document, editor, remarks, may }: MarginProps) {
  const t = useT()
  const { query } = useRouter()
  const wide = useMediaQuery(ROOM, { noSsr: true })
  const [listed, setListed] = useState(false)
  const threads = useThreads(document, false) ?? NONE
  const seen = useSyncExternalStore(remarks.subscribe, remarks.current, remarks.current)
  useLook(remarks, threads, may)

  const { order, active, draft } = seen
  const cards = useMemo<BesideCard[]>(() => {
    const whole = threads.filter(({ anchor }) => !anchor).map(({ id }) => id)
    const gone = threads.filter(({ id, anchor }) => anchor && !order.includes(id)).map(({ id }) => id)
    return [...whole, ...order, ...gone].flatMap((id): BesideCard[] => {
      if (id === DRAFT) return draft ? [{ id, gone: false, content: <DraftCard document={document} draft={draft} remarks={remarks} /> }] : []
      const thread = threads.find((one) => one.id === id)
      if (!thread) return []
      const placed = order.includes(id)
      return [{ id, gone: gone.includes(id), content: <MarginCard thread={thread} active={id === active} placed={placed} may={may} onActivate={() => remarks.activate(id)} /> }]
    })
  }, [threads, order, active, draft, document, remarks, may])

  // A link to a conversation opens it.
  const named = typeof query.thread === 'string' ? query.thread : null
  const opened = useRef<string | null>(null)
  const ready = named !== null && (order.includes(named) || threads.some(({ id, anchor }) => id === named && !anchor))
  useEffect(() => {
    if (!named || !ready || opened.current === named) return
    opened.current = named
    remarks.activate(named)
    remarks.reveal(named)
  }, [named, ready, remarks])

  // In a narrow window the drawer opens by a comment that is chosen or begun.
  const [wanted, setWanted] = useState<string | null>(null)
  const current = draft ? DRAFT : active
  if (current !== wanted) {
    setWanted(current)
    if (current !== null && !wide) setListed(true)
  }
  const close = () => {
    setListed(false)
    if (draft) remarks.end(null)
    else if (!wide) remarks.activate(null)
  }
  return (
    <>
      <InTopBar place="actions">
        <Box sx={{ position: 'relative', display: 'inline-flex' }}>
          <Tip name={threads.length > 0 ? t('documents.commentsCount', { count: threads.length }) : t('documents.comments')} icon={MessageSquare} aria-haspopup="dialog" onClick={() => setListed(true)} />
          {threads.length > 0 && <Box component="span" aria-hidden sx={{ position: 'absolute', top: -3, right: -4, pointerEvents: 'none', minWidth: 15, px: 0.75, borderRadius: 8, fontSize: '0.625rem', fontWeight: 620, lineHeight: '15px', textAlign: 'center', background: 'var(--rx-palette-token-accent)', color: 'token.onAccent' }}>{threads.length}</Box>}
        </Box>
      </InTopBar>
      {wide && cards.length > 0 && <Beside editor={editor} remarks={remarks} cards={cards} active={current} />}
      <Comments document={document} threads={threads} remarks={remarks} seen={seen} may={may} open={listed} onClose={close} />
    </>
  )
}
