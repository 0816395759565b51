import Box from '@mui/material/Box'
import type { Editor } from '@tiptap/core'
import { Sparkles } from 'lucide-react'
import dynamic from 'next/dynamic'
import { useEffect, useState, useSyncExternalStore } from 'react'
import type { Doc } from 'yjs'

import { useT } from '@/app/texts'
import { Tip } from '@/parts/Tip'
import { InTopBar } from '@/shell/slots'

import type { Desk } from './Desk'

const AskDialog = dynamic(() => import('./AskDialog').then((loaded) => loaded.AskDialog), { ssr: false })
const AskedBar = dynamic(() => import('./AskedBar').then((loaded) => loaded.AskedBar), { ssr: false })
const SuggestionBar = dynamic(() => import('./SuggestionBar').then((loaded) => loaded.SuggestionBar), { ssr: false })

interface AssistingProps {
  document: string
  doc: Doc
  desk: Desk
  editor: Editor
  writes: boolean
  /** Whether the top bar has a button for it. */
  button: boolean
}

/** The assistant in a document: how it is asked, and what is decided about what it wrote. */
export function Assisting({ document, doc, desk, editor, writes, button }: AssistingProps) {
  const t = useT()
  const { notes, asking } = useSyncExternalStore(desk.subscribe, desk.current, desk.current)
  // Jobs of this window that are not seen in the text yet.
  const [asked, setAsked] = useState<readonly string[]>([])
  useEffect(() => desk.follow(doc), [desk, doc])
  const waiting = asked.filter((job) => notes.every((note) => note.job !== job))
  return (
    <>
      {button && writes && <InTopBar place="actions"><Tip name={t('documents.ai')} icon={Sparkles} aria-haspopup="dialog" onClick={() => desk.ask(editor)} /></InTopBar>}
      {asking && writes && <AskDialog document={document} desk={desk} asking={asking} onAsked={(job) => setAsked((all) => [...all, job])} />}
      {(notes.length > 0 || waiting.length > 0) && (
        <Box component="section" aria-label={t('documents.aiBar')} sx={{ position: 'sticky', bottom: 16, zIndex: 5, mt: 4, display: 'grid', gap: 2 }}>
          {notes.map((note) => <SuggestionBar key={note.job} document={document} note={note} desk={desk} writes={writes} />)}
          {waiting.map((job) => <AskedBar key={job} document={document} job={job} onOver={() => setAsked((all) => all.filter((one) => one !== job))} />)}
        </Box>
      )}
    </>
  )
}
