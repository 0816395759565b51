import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import LinearProgress from '@mui/material/LinearProgress'
import { File as FileSign, Paperclip, X } from 'lucide-react'
import { useRef, useState, type DragEvent } from 'react'

import { useAttachMutation, useDetachMutation, useLinkOfFileMutation, useTaskFilesQuery } from '@/api/taskParts'
import type { FileInfo, Task } from '@/api/shapes'
import { client } from '@/app/client'
import { useSay } from '@/app/problems'
import { useLanguage, useT } from '@/app/texts'
import { Tip } from '@/parts/Tip'
import { useHere } from '@/shell/here'

import { Heading } from './Heading'

interface Sending {
  name: string
  part: number
}

const sizeInWords = (bytes: number, language: string): string => {
  const [size, unit] = bytes >= 1_000_000 ? [bytes / 1_000_000, 'megabyte'] : [Math.max(1, bytes / 1_000), 'kilobyte']
  return new Intl.NumberFormat(language, { style: 'unit', unit, maximumFractionDigits: size < 10 ? 1 : 0 }).format(size)
}

/** Files of a task: brought by a button or by dropping them, with how far they are. */
export function Files({ task, editable }: { task: Task; editable: boolean }) {
  const t = useT()
  const here = useHere()
  const { language } = useLanguage()
  const { say, fail } = useSay()
  const input = useRef<HTMLInputElement | null>(null)
  const [sending, setSending] = useState<readonly Sending[]>([])
  const [over, setOver] = useState(false)
  const [attach] = useAttachMutation()
  const [detach] = useDetachMutation()
  const [linkOf] = useLinkOfFileMutation()
  const files = useTaskFilesQuery({ workspace: here.slug, task: task.id }).data?.items ?? []

  const send = async (all: FileList | null) => {
    for (const file of all ?? []) {
      setSending((before) => [...before, { name: file.name, part: 0 }])
      try {
        const made = await client.files.upload(file, { workspace: here.workspace.id, onProgress: ({ sent, total }) => setSending((before) => before.map((one) => (one.name === file.name ? { ...one, part: sent / Math.max(1, total) } : one))) })
        await attach({ workspace: here.slug, task: task.id, file: made.id }).unwrap()
      } catch (error) {
        fail(error)
      }
      setSending((before) => before.filter(({ name }) => name !== file.name))
    }
  }
  const open = (file: FileInfo) => {
    linkOf({ workspace: here.slug, file: file.id, download: false }).unwrap().then(({ url }) => { window.open(url, '_blank', 'noopener') }, fail)
  }
  const remove = (file: FileInfo) => {
    detach({ workspace: here.slug, task: task.id, file: file.id }).unwrap().then(() => say(t('boards.detached', { name: file.name }), { undo: () => void attach({ workspace: here.slug, task: task.id, file: file.id }).unwrap().catch(fail) }), fail)
  }
  const dropped = (event: DragEvent) => {
    if (!editable || event.dataTransfer.files.length === 0) return
    event.preventDefault()
    setOver(false)
    void send(event.dataTransfer.files)
  }
  if (files.length === 0 && !editable) return null
  return (
    <Box onDragOver={(event) => { if (editable && event.dataTransfer.types.includes('Files')) { event.preventDefault(); setOver(true) } }} onDragLeave={() => setOver(false)} onDrop={dropped} sx={{ borderRadius: 2, outline: over ? '2px dashed var(--rx-palette-token-accent)' : 'none', outlineOffset: 4 }}>
      <Heading text={t('boards.files')} action={editable && <Button color="inherit" startIcon={<Paperclip size={14} />} onClick={() => input.current?.click()}>{t('boards.addFile')}</Button>}>
        <input ref={input} type="file" multiple hidden aria-label={t('boards.addFile')} onChange={({ target }) => { void send(target.files).then(() => { target.value = '' }) }} />
        <Box role="list" aria-label={t('boards.files')} sx={{ display: 'grid', gap: 1 }}>
          {files.map((file) => (
            <Box key={file.id} role="listitem" sx={{ display: 'flex', alignItems: 'center', gap: 2, pl: 1.5, minHeight: 34, borderRadius: 1.5, fontSize: '0.8125rem', '&:hover': { background: 'var(--rx-palette-token-hover)' } }}>
              <FileSign size={14} strokeWidth={1.7} aria-hidden />
              <Box component="button" type="button" onClick={() => open(file)} sx={{ flex: 1, minWidth: 0, p: 0, border: 0, background: 'none', font: 'inherit', color: 'inherit', textAlign: 'left', cursor: 'pointer', overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap', '&:hover': { textDecoration: 'underline' } }}>{file.name}</Box>
              <Box component="span" sx={{ color: 'text.secondary', fontSize: '0.75rem' }}>{sizeInWords(file.size, language)}</Box>
              {editable && <Tip name={t('boards.detach', { name: file.name })} icon={X} iconSize={14} onClick={() => remove(file)} />}
            </Box>
          ))}
        </Box>
        {sending.map(({ name, part }) => (
          <Box key={name} sx={{ px: 1.5, py: 1, fontSize: '0.8125rem' }}>
            {name}
            <LinearProgress variant="determinate" value={part * 100} aria-label={t('boards.sending', { name })} sx={{ mt: 1, height: 4, borderRadius: 2 }} />
          </Box>
        ))}
      </Heading>
    </Box>
  )
}
