import Button from '@mui/material/Button'

import { useDiscardWritingMutation, useKeepWritingMutation, useStopWritingMutation } from '@/api/assistant'
import { useSay } from '@/app/problems'
import { useT } from '@/app/texts'

import { Bar } from './Bar'
import type { Desk, Note } from './Desk'
import { MakeTasks } from './MakeTasks'
import { nameOf } from './tasks'

interface SuggestionBarProps {
  document: string
  note: Note
  desk: Desk
  writes: boolean
}

/** What the assistant writes or wrote, for whom, and what whoever may write decides. */
export function SuggestionBar({ document, note, desk, writes }: SuggestionBarProps) {
  const t = useT()
  const { fail } = useSay()
  const [stop, stopping] = useStopWritingMutation()
  const [keep, keeping] = useKeepWritingMutation()
  const [discard, discarding] = useDiscardWritingMutation()
  const place = { document, job: note.job }
  const runs = note.state === 'writing'
  const busy = keeping.isLoading || discarding.isLoading
  const text = t(runs ? 'documents.aiWrites' : 'documents.aiOffered', { task: t(nameOf(note.task)), name: note.name })
  const kept = () => keep(place).unwrap()
  return (
    <Bar job={note.job} text={text}>
      {writes && runs && <Button size="small" variant="outlined" color="inherit" loading={stopping.isLoading} onClick={() => { stop(place).unwrap().catch(fail) }}>{t('documents.aiStop')}</Button>}
      {writes && !runs && (
        <>
          {note.task === 'actions' && <MakeTasks todos={() => desk.todos(note.client)} onMade={kept} />}
          <Button size="small" color="inherit" disabled={busy} onClick={() => { discard(place).unwrap().catch(fail) }}>{t('documents.aiDiscard')}</Button>
          <Button size="small" variant="contained" disabled={busy} onClick={() => { kept().catch(fail) }}>{t('documents.aiKeep')}</Button>
        </>
      )}
    </Bar>
  )
}
