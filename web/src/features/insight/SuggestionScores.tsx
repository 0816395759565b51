import Box from '@mui/material/Box'

import { useSuggestionScoresQuery, type SuggestionKind } from '@/api/suggestions'
import { useT, type TextKey } from '@/app/texts'
import { useHere } from '@/shell/here'

import { percent } from './drawing'
import { Figure } from './Figure'

const NAMES: Record<SuggestionKind, TextKey> = {
  duplicate: 'triage.duplicate', assignee: 'triage.assignee', label: 'triage.label', priority: 'triage.priority', estimate: 'triage.estimate', next: 'triage.next'
}

/** What people did with suggestions: how many were taken, and how often the right one was the first, or among the first five. */
export function SuggestionScores({ project }: { project: string }) {
  const t = useT()
  const here = useHere()
  const { data } = useSuggestionScoresQuery({ workspace: here.slug, project })
  const kinds = data?.kinds ?? []
  const all = kinds.reduce((sum, { answered }) => sum + answered, 0)
  const taken = kinds.reduce((sum, { answered, accepted }) => sum + answered * accepted, 0)
  return (
    <Figure wide title={t('insight.scores')} loading={!data} said={all === 0 ? t('insight.scoresNone') : t('insight.scoresSay', { taken: Math.round(taken), count: all, share: percent(taken / all) })}>
      {kinds.length > 0 && (
        <Box component="table" sx={{ width: '100%', borderCollapse: 'collapse', fontSize: '0.8125rem', '& th, & td': { textAlign: 'right', py: 1, fontWeight: 400, fontVariantNumeric: 'tabular-nums' }, '& th:first-of-type': { textAlign: 'left' } }}>
          <thead>
            <Box component="tr" sx={{ color: 'text.secondary' }}>
              <th scope="col">{t('insight.scoreKind')}</th>
              <th scope="col">{t('insight.scoreAnswered')}</th>
              <th scope="col">{t('insight.scoreAccepted')}</th>
              <th scope="col">{t('insight.scoreFirst')}</th>
              <th scope="col">{t('insight.scoreFifth')}</th>
            </Box>
          </thead>
          <tbody>
            {kinds.map(({ kind, answered, accepted, first, fifth }) => (
              <tr key={kind}>
                <th scope="row">{t(NAMES[kind])}</th>
                <td>{answered}</td>
                <td>{percent(accepted)}</td>
                <td>{percent(first)}</td>
                <td>{percent(fifth)}</td>
              </tr>
            ))}
          </tbody>
        </Box>
      )}
    </Figure>
  )
}
