import Box from '@mui/material/Box'
import { useState } from 'react'

import { useSuggestionsForTaskQuery, type Suggestion } from '@/api/suggestions'
import { useLinkTaskMutation, useUnlinkTaskMutation } from '@/api/taskParts'
import type { Task } from '@/api/shapes'
import { useSay } from '@/app/problems'
import { useT } from '@/app/texts'
import { useEdit } from '@/features/tasks/editing/useEdit'
import { Go } from '@/parts/Go'
import { useHere } from '@/shell/here'

import { Chips } from './Chips'
import { dismiss, nameOf, useDismissed } from './dismissed'
import { changeOf, KIND_NAMES, KINDS, lacks, type Taken } from './kinds'
import { useAnswering } from './useAnswering'

/** A task with what is suggested for it; nothing when there is nothing, and before its turn has come. */
export function TriageTask({ task, isTurn }: { task: Task; isTurn: boolean }) {
  const t = useT()
  const here = useHere()
  const { say, fail } = useSay()
  const dismissed = useDismissed()
  const edit = useEdit()
  const answered = useAnswering(task.project)
  const [link] = useLinkTaskMutation()
  const [unlink] = useUnlinkTaskMutation()
  // What was drawn once stays, also while a new task in front of it is not answered yet.
  const [hadTurn, setHadTurn] = useState(isTurn)
  if (isTurn && !hadTurn) setHadTurn(true)
  const { data } = useSuggestionsForTaskQuery({ workspace: here.slug, task: task.id })
  const shown = KINDS.flatMap((kind) => {
    const items = data?.suggestions.find((one) => one.kind === kind)?.items ?? []
    return items.length > 0 && lacks(task, kind) && !dismissed.has(nameOf(task.id, kind)) ? [{ kind, items }] : []
  })
  if (!hadTurn || shown.length === 0) return null
  const put = (kind: Taken, away: boolean) => dismiss(nameOf(task.id, kind), away)
  const take = (kind: Taken, items: readonly Suggestion[], chosen: Suggestion) => {
    const takeBack = answered(kind, items, chosen)
    if (kind !== 'duplicate') {
      edit([task], changeOf(kind, chosen), `${t(KIND_NAMES[kind])}: ${chosen.name}`, takeBack)
      return
    }
    const where = { workspace: here.slug, task: task.key, kind: 'duplicates' as const, other: chosen.value }
    const undo = () => {
      takeBack()
      put(kind, false)
      unlink(where).unwrap().catch(fail)
    }
    link(where).unwrap().then(() => {
      put(kind, true)
      say(t('triage.linked', { key: task.key, other: chosen.value }), { undo })
    }, fail)
  }
  const away = (kind: Taken, items: readonly Suggestion[]) => {
    const takeBack = answered(kind, items, null)
    put(kind, true)
    say(t('triage.dismissed', { key: task.key }), { undo: () => { takeBack(); put(kind, false) } })
  }
  return (
    <Box component="li" sx={{ p: 4, border: '1px solid', borderColor: 'token.line', borderRadius: 2.5, background: 'var(--rx-palette-token-raised)', display: 'grid', gap: 2 }}>
      <Box component={Go} href={`/w/${here.slug}/tasks/${task.key}`} sx={{ display: 'flex', gap: 2, fontSize: '0.875rem', fontWeight: 560, textDecoration: 'none', '&:hover': { textDecoration: 'underline' } }}>
        <Box component="span" sx={{ color: 'text.secondary', fontWeight: 400 }}>{task.key}</Box>
        <Box component="span" sx={{ minWidth: 0, overflowWrap: 'anywhere' }}>{task.title}</Box>
      </Box>
      {shown.map(({ kind, items }) => <Chips key={kind} kind={kind} items={items} onTake={(chosen) => take(kind, items, chosen)} onDismiss={() => away(kind, items)} />)}
    </Box>
  )
}
