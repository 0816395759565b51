import Box from '@mui/material/Box'

import type { DueRisk } from '@/api/suggestions'
import { useT } from '@/app/texts'
import { Go } from '@/parts/Go'
import { useHere } from '@/shell/here'

/** Similar tasks that are named. */
const NAMED = 3
/** How probable it is to be late before it is said in the colour of a warning. */
const LIKELY = 0.5

/** Whether a day suits the task that is written: how long others took, with those that are like it. */
export function DueHint({ risk }: { risk: DueRisk }) {
  const t = useT()
  const here = useHere()
  const span = risk.days < 1 ? t('triage.today') : risk.days < 2 ? t('triage.oneDay') : t('insight.tookDays', { days: risk.days })
  const says = t(risk.alike ? 'triage.dueAlike' : 'triage.dueAny', { late: risk.late, of: risk.of, span })
  return (
    <Box sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'baseline', gap: 1.5, fontSize: '0.8125rem' }}>
      <Box component="span" sx={risk.probability >= LIKELY ? { color: 'token.warning', fontWeight: 580 } : { color: 'text.secondary' }}>{says}</Box>
      {risk.tasks.slice(0, NAMED).map(({ task, title, days }) => (
        <Box key={task} component={Go} target="_blank" href={`/w/${here.slug}/tasks/${task}`} title={t('triage.took', { task, title, days: Math.max(1, Math.round(days)) })} sx={{ textUnderlineOffset: '2px' }}>{task}</Box>
      ))}
    </Box>
  )
}
