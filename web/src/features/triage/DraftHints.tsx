import Box from '@mui/material/Box'
import { useEffect, useState } from 'react'

import { useSuggestionsForDraftQuery, type Suggestion } from '@/api/suggestions'
import { useT } from '@/app/texts'
import type { Given } from '@/features/tasks/asking'
import { Go } from '@/parts/Go'
import { useHere } from '@/shell/here'

import { Chips } from './Chips'
import { DueHint } from './DueHint'
import { changeOf, KINDS, lacks, type Taken } from './kinds'
import { useAnswering } from './useAnswering'

/** Milliseconds without a key after which the title is looked at. */
const PAUSE = 350
/** Letters below which a title says too little. */
const LEAST = 8

const useSettled = (text: string): string => {
  const [settled, setSettled] = useState(text)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), PAUSE)
    return () => clearTimeout(timer)
  }, [text])
  return settled
}

/** What is suggested for a task while it is written: tasks that say the same, and values that similar ones have. */
export function DraftHints({ draft, onSet }: { draft: Given; onSet: (part: Given) => void }) {
  const t = useT()
  const here = useHere()
  const title = useSettled(draft.title?.trim() ?? '')
  const description = useSettled(draft.description?.trim() ?? '')
  const project = draft.project ?? ''
  const answered = useAnswering(project)
  const { currentData } = useSuggestionsForDraftQuery({ workspace: here.slug, project, title, description, due: draft.due ?? null }, { skip: title.length < LEAST || project === '' })
  if (!currentData || title.length < LEAST) return null
  const of = (kind: Taken) => currentData.suggestions.find((one) => one.kind === kind)?.items ?? []
  const has = { assignees: draft.assignees ?? [], labels: draft.labels ?? [], priority: draft.priority ?? 'none', estimate: draft.estimate ?? null }
  const values = KINDS.flatMap((kind) => (kind !== 'duplicate' && of(kind).length > 0 && lacks(has, kind) ? [{ kind, items: of(kind) }] : []))
  const twins = of('duplicate')
  const risk = currentData.due
  if (values.length === 0 && twins.length === 0 && !risk) return null
  const take = (kind: Exclude<Taken, 'duplicate'>, items: readonly Suggestion[], chosen: Suggestion) => {
    answered(kind, items, chosen)
    onSet(changeOf(kind, chosen) as Given)
  }
  return (
    <Box role="group" aria-label={t('triage.suggested')} sx={{ px: 5, pb: 3, display: 'grid', gap: 1.5 }}>
      {twins.length > 0 && (
        <Box sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'baseline', gap: 1.5, fontSize: '0.8125rem' }}>
          <Box component="span" sx={{ color: 'token.warning', fontWeight: 580 }}>{t('triage.twin')}</Box>
          {twins.slice(0, 2).map(({ value, name, reason }) => <Box key={value} component={Go} target="_blank" href={`/w/${here.slug}/tasks/${value}`} title={reason} sx={{ textUnderlineOffset: '2px' }}>{value} {name}</Box>)}
        </Box>
      )}
      {risk && <DueHint risk={risk} />}
      {values.map(({ kind, items }) => <Chips key={kind} kind={kind} items={items} onTake={(chosen) => take(kind, items, chosen)} />)}
    </Box>
  )
}
