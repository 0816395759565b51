import Box from '@mui/material/Box'
import useMediaQuery from '@mui/material/useMediaQuery'
import type { Editor } from '@tiptap/core'
import { MessageSquare } from 'lucide-react'
import dynamic from 'next/dynamic'
import { useRouter } from 'next/router'
import { useEffect, useRef, useState, useSyncExternalStore } from 'react'

import type { Thread } from '@/api/shapes'
import { useT } from '@/app/texts'
import { Tip } from '@/parts/Tip'
import { InTopBar } from '@/shell/slots'

import { DRAFT, type Remarks } from './Remarks'
import { useLook, useThreads } from './useRemarks'

const Beside = dynamic(() => import('./Beside').then((loaded) => loaded.Beside), { ssr: false })
const Comments = dynamic(() => import('./Comments').then((loaded) => loaded.Comments), { ssr: false })

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
  const [everListed, setEverListed] = useState(false)
  const threads = useThreads(document, false) ?? NONE
  const seen = useSyncExternalStore(remarks.subscribe, remarks.current, remarks.current)
  useLook(remarks, threads, may)

  const { order, active, draft } = seen
  const some = draft !== null || threads.length > 0

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
  if (listed && !everListed) setEverListed(true)
  const close = () => {
    setListed(false)
    if (draft) remarks.end(draft, null)
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
      {wide && some && <Beside document={document} editor={editor} remarks={remarks} threads={threads} seen={seen} may={may} />}
      {everListed && <Comments document={document} threads={threads} remarks={remarks} seen={seen} may={may} open={listed} onClose={close} />}
    </>
  )
}
