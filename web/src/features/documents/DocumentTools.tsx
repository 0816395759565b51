import Divider from '@mui/material/Divider'
import Menu from '@mui/material/Menu'
import MenuItem from '@mui/material/MenuItem'
import type { Editor } from '@tiptap/core'
import { Ellipsis, History, UserPlus } from 'lucide-react'
import dynamic from 'next/dynamic'
import { useRouter } from 'next/router'
import { useMemo, useRef, useState } from 'react'

import { useChangePageMutation, usePagesQuery, useRemovePageMutation, type DocumentEntry } from '@/api/pages'
import { useSay } from '@/app/problems'
import { useT, type TextKey } from '@/app/texts'
import { Asking } from '@/parts/Asking'
import { Tip } from '@/parts/Tip'
import { useCommands, type Command } from '@/shell/commands'
import { useHere } from '@/shell/here'

import type { Finder } from './finding/Finder'
import { askForMarkdown, putFiles, saveFile, takeMarkdown, TooLong } from './markdown/bringing'
import { movesOf } from './tree/order'
import { useNewDocument } from './tree/useNewDocument'

const AccessDialog = dynamic(() => import('@/features/access/AccessDialog').then((loaded) => loaded.AccessDialog), { ssr: false })

const ActionItems = dynamic(() => import('./actions/ActionItems').then((loaded) => loaded.ActionItems), { ssr: false })

const Versions = dynamic(() => import('./versions/Versions').then((loaded) => loaded.Versions), { ssr: false })

const MOVES: readonly ['up' | 'down' | 'in' | 'out', TextKey][] = [['up', 'documents.moveUp'], ['down', 'documents.moveDown'], ['in', 'documents.moveIn'], ['out', 'documents.moveOut']]

interface DocumentToolsProps {
  entry: DocumentEntry
  /** The text that is open; null while it loads. */
  editor: Editor | null
  finder: Finder
}

/** What can be done with a document as a whole. */
export function DocumentTools({ entry, editor, finder }: DocumentToolsProps) {
  const t = useT()
  const here = useHere()
  const router = useRouter()
  const { say, fail } = useSay()
  const make = useNewDocument()
  const all = usePagesQuery(here.slug).data?.items ?? []
  const [change] = useChangePageMutation()
  const [remove, { isLoading }] = useRemovePageMutation()
  const [anchor, setAnchor] = useState<HTMLElement | null>(null)
  const [asking, setAsking] = useState(false)
  const [sharing, setSharing] = useState(false)
  const [acting, setActing] = useState(false)
  const [versions, setVersions] = useState(false)
  const tools = useRef<HTMLButtonElement | null>(null)
  useCommands(useMemo<Command[]>(() => [{ id: 'versions', text: t('versions.list'), group: 'do', icon: History, run: () => setVersions(true) }], [t]))
  const place = { workspace: here.slug, page: entry.id }
  const title = entry.title || t('documents.untitled')
  const manages = entry.level === 'manage'
  const writes = manages || entry.level === 'write'
  const moves = writes ? movesOf(all, entry.id) : {}
  const failed = (error: unknown) => {
    if (error instanceof TooLong) say(t('documents.markdownTooLong'))
    else fail(error)
  }
  const chosen = (act: () => void) => () => {
    setAnchor(null)
    act()
  }
  const copy = async (text: Editor) => {
    await navigator.clipboard.writeText(await takeMarkdown(text, entry.title))
    say(t('documents.markdownCopied'))
  }
  const save = async (text: Editor) => saveFile(title, await takeMarkdown(text, entry.title))
  const withText = (act: (text: Editor) => unknown) => chosen(() => { if (editor) Promise.resolve(act(editor)).catch(failed) })
  const moved = (to: object) => chosen(() => { change({ ...place, ...to }).unwrap().catch(failed) })
  return (
    <>
      {manages && <Tip name={t('access.share')} icon={UserPlus} aria-haspopup="dialog" onClick={() => setSharing(true)} />}
      {sharing && (
        <AccessDialog
          of={{ workspace: here.slug, kind: 'document', resource: entry.id }}
          title={title}
          closed={entry.closed}
          onClosed={(closed) => { change({ ...place, closed }).unwrap().catch(failed) }}
          onClose={() => setSharing(false)}
        />
      )}
      <Tip ref={tools} name={t('documents.tools')} icon={Ellipsis} aria-haspopup="menu" onClick={({ currentTarget }) => setAnchor(currentTarget)} />
      <Menu open={anchor !== null} anchorEl={anchor} onClose={() => setAnchor(null)} transitionDuration={90}>
        <MenuItem onClick={chosen(() => setTimeout(() => finder.open()))}>{t('documents.find')}</MenuItem>
        <MenuItem onClick={chosen(() => setVersions(true))}>{t('versions.open')}</MenuItem>
        <MenuItem onClick={withText(copy)}>{t('documents.markdownCopy')}</MenuItem>
        <MenuItem onClick={withText(save)}>{t('documents.markdownSave')}</MenuItem>
        {writes && <MenuItem onClick={withText((text) => askForMarkdown((files) => void putFiles(text, files).catch(failed)))}>{t('documents.markdownPut')}</MenuItem>}
        {writes && here.role !== 'guest' && <MenuItem onClick={chosen(() => setActing(true))}>{t('documents.actionsFind')}</MenuItem>}
        {writes && <Divider />}
        {writes && <MenuItem onClick={chosen(() => make(entry.id))}>{t('documents.createBelow')}</MenuItem>}
        {MOVES.map(([name, text]) => moves[name] && <MenuItem key={name} onClick={moved(moves[name])}>{t(text)}</MenuItem>)}
        {writes && entry.parent && <MenuItem onClick={moved({ parent: null })}>{t('documents.toTop')}</MenuItem>}
        {manages && <Divider />}
        {manages && <MenuItem onClick={chosen(() => setAsking(true))} sx={{ color: 'token.danger' }}>{t('documents.remove')}</MenuItem>}
      </Menu>
      {versions && <Versions entry={entry} onClose={() => { setVersions(false); tools.current?.focus() }} />}
      {acting && editor && <ActionItems editor={editor} onClose={() => setActing(false)} />}
      <Asking
        open={asking}
        title={t('documents.removeTitle')}
        text={t('documents.removeText')}
        does={t('documents.remove')}
        danger
        busy={isLoading}
        onClose={() => setAsking(false)}
        onDone={() => {
          remove(place)
            .unwrap()
            .then(() => router.push(`/w/${here.slug}`))
            .catch(failed)
        }}
      />
    </>
  )
}
