import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import Dialog from '@mui/material/Dialog'
import DialogActions from '@mui/material/DialogActions'
import DialogContent from '@mui/material/DialogContent'
import DialogTitle from '@mui/material/DialogTitle'
import { FileUp } from 'lucide-react'
import { useId, useRef, useState } from 'react'

import { api } from '@/api/base'
import type { Imported } from '@/api/planning'
import type { Project } from '@/api/shapes'
import { client } from '@/app/client'
import { useSay } from '@/app/problems'
import { useAppDispatch } from '@/app/store'
import { useT, type TextKey } from '@/app/texts'
import { useHere } from '@/shell/here'

interface Tried {
  text: string
  name: string
  columns: readonly string[]
  result: Imported | null
  wrong: string | null
}

/** The names in the first line of a table. */
const columnsOf = (text: string): string[] => {
  const line = text.replace(/^\uFEFF/, '').split(/\r?\n/, 1)[0] ?? ''
  const between = [',', ';', '\t'].sort((one, other) => line.split(other).length - line.split(one).length)[0] ?? ','
  return line.split(between).map((cell) => cell.trim().replace(/^"|"$/g, '')).filter(Boolean)
}

const NEWS: [keyof Imported, TextKey][] = [['new_statuses', 'boards.newStatuses'], ['new_labels', 'boards.newLabels'], ['new_cycles', 'boards.newCycles'], ['new_milestones', 'boards.newMilestones'], ['unknown_people', 'boards.unknownPeople'], ['unknown_tasks', 'boards.unknownTasks'], ['unknown_priorities', 'boards.unknownPriorities']]

function Words({ title, words }: { title: string; words: readonly string[] }) {
  if (words.length === 0) return null
  return (
    <Box sx={{ fontSize: '0.8125rem' }}>
      <Box component="span" sx={{ color: 'text.secondary' }}>{title}: </Box>
      {words.slice(0, 12).join(', ')}
      {words.length > 12 ? ' …' : ''}
    </Box>
  )
}

/** Brings a table of tasks in: first what would come of it, with each column's meaning, then for good. */
export function Importing({ project, onClose }: { project: Project; onClose: () => void }) {
  const t = useT()
  const id = useId()
  const here = useHere()
  const dispatch = useAppDispatch()
  const { say } = useSay()
  const input = useRef<HTMLInputElement | null>(null)
  const [tried, setTried] = useState<Tried | null>(null)
  const [busy, setBusy] = useState(false)
  const send = async (text: string, dry: boolean): Promise<Imported> => {
    const { data, error } = await client.api.POST('/api/v1/workspaces/{workspace}/projects/{project}/import', {
      params: { path: { workspace: here.slug, project: project.id }, query: { dry_run: dry } },
      headers: { 'content-type': 'text/csv' },
      body: text,
      bodySerializer: (table: string) => table
    })
    if (!data) throw new Error(error.detail)
    return data
  }
  const run = async (text: string, name: string, dry: boolean) => {
    setBusy(true)
    const columns = columnsOf(text)
    try {
      const result = await send(text, dry)
      if (dry) setTried({ text, name, columns, result, wrong: null })
      else {
        dispatch(api.util.invalidateTags(['Task', 'Board', 'Status', 'Label', 'Cycle', 'Milestone']))
        say(t('boards.imported', { count: result.tasks }))
        onClose()
      }
    } catch (error) {
      setTried({ text, name, columns, result: null, wrong: error instanceof Error ? error.message : String(error) })
    }
    setBusy(false)
  }
  const chosen = async (file: File | undefined) => {
    if (file) await run(await file.text(), file.name, true)
  }
  const result = tried?.result
  return (
    <Dialog open onClose={onClose} fullWidth maxWidth="sm" aria-labelledby={id} transitionDuration={90}>
      <DialogTitle id={id}>{t('boards.importInto', { name: project.name })}</DialogTitle>
      <DialogContent sx={{ display: 'grid', gap: 4 }}>
        <Box component="button" type="button" onClick={() => input.current?.click()} onDragOver={(event) => event.preventDefault()} onDrop={(event) => { event.preventDefault(); void chosen(event.dataTransfer.files[0]) }} sx={{ display: 'grid', justifyItems: 'center', gap: 1.5, py: 7, border: '1px dashed', borderColor: 'token.lineStrong', borderRadius: 2.5, background: 'transparent', font: 'inherit', fontSize: '0.8125rem', color: 'text.secondary', cursor: 'pointer', '&:hover': { background: 'var(--rx-palette-token-hover)' } }}>
          <FileUp size={20} strokeWidth={1.6} aria-hidden />
          {tried?.name ?? t('boards.importDrop')}
          <Box component="span" sx={{ fontSize: '0.75rem' }}>{t('boards.importHint')}</Box>
        </Box>
        <input ref={input} type="file" accept=".csv,.tsv,.txt,text/csv" hidden aria-label={t('boards.importDrop')} onChange={({ target }) => void chosen(target.files?.[0])} />
        {tried?.wrong && <Box role="alert" sx={{ fontSize: '0.8125rem', color: 'token.danger', whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>{tried.wrong}</Box>}
        {result && (
          <Box role="status" sx={{ display: 'grid', gap: 2 }}>
            <Box sx={{ fontWeight: 580, fontSize: '0.875rem' }}>{t('boards.importWould', { count: result.tasks, source: result.source })}</Box>
            <Box component="ul" aria-label={t('boards.columnsOfTable')} sx={{ display: 'flex', flexWrap: 'wrap', gap: 1, listStyle: 'none', m: 0, p: 0 }}>
              {tried.columns.map((column) => {
                const ignored = result.ignored_columns.includes(column)
                return <Box key={column} component="li" sx={{ px: 2, height: 24, lineHeight: '24px', borderRadius: 1.25, fontSize: '0.75rem', background: ignored ? 'var(--rx-palette-token-hover)' : 'var(--rx-palette-token-accentSoft)', color: ignored ? 'text.secondary' : 'token.accentText', textDecoration: ignored ? 'line-through' : 'none' }}>{column}</Box>
              })}
            </Box>
            <Words title={t('boards.ignoredColumns')} words={result.ignored_columns} />
            {NEWS.map(([field, text]) => <Words key={field} title={t(text)} words={result[field] as readonly string[]} />)}
          </Box>
        )}
      </DialogContent>
      <DialogActions>
        <Button color="inherit" onClick={onClose}>{t('shell.cancel')}</Button>
        <Button variant="contained" disabled={!result} loading={busy} onClick={() => { if (tried) void run(tried.text, tried.name, false) }}>{result ? t('boards.importCount', { count: result.tasks }) : t('boards.import')}</Button>
      </DialogActions>
    </Dialog>
  )
}
