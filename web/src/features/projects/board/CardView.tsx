import Box from '@mui/material/Box'
import { memo, useMemo } from 'react'

import type { Label, Task } from '@/api/shapes'
import { DueMark, EstimateMark, Faces, isClosed, LabelMark, PartsMark, type Face } from '@/features/tasks/marks'
import type { Plan } from '@/features/tasks/plan'
import { Priority } from '@/features/work/Priority'
import { useHere } from '@/shell/here'

/** How many parts of a task are done. */
export interface Parts {
  done: number
  all: number
}

/** What is written on a card, by those who are in the workspace. */
export const CardFace = memo(function CardFace({ task, plan, parts }: { task: Task; plan: Plan; parts: Parts | undefined }) {
  const here = useHere()
  const people = useMemo(() => task.assignees.flatMap((id) => here.person(id) ?? []), [task.assignees, here])
  const labels = task.labels.flatMap((id) => plan.label(id) ?? [])
  return <CardWords task={task} people={people} labels={labels} parts={parts} />
})

/** What is written on a card. */
export function CardWords({ task, people, labels, parts }: { task: Task; people: readonly Face[]; labels: readonly Label[]; parts?: Parts | undefined }) {
  const closed = isClosed(task)
  return (
    <Box component="span" sx={{ display: 'grid', gap: 1.5, minWidth: 0 }}>
      <Box component="span" sx={{ display: 'flex', alignItems: 'center', gap: 1.5, minHeight: 20 }}>
        <Box component="span" sx={{ flex: 1, fontSize: '0.75rem', color: 'text.secondary', fontVariantNumeric: 'tabular-nums' }}>{task.key}</Box>
        <Faces people={people} />
      </Box>
      <Box component="span" sx={{ fontSize: '0.8125rem', fontWeight: 500, lineHeight: 1.4, color: closed ? 'text.secondary' : 'text.primary', overflowWrap: 'anywhere', display: '-webkit-box', WebkitLineClamp: 3, WebkitBoxOrient: 'vertical', overflow: 'hidden' }}>
        {task.title}
      </Box>
      <Box component="span" sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: 1, minHeight: 20 }}>
        <Box component="span" sx={{ display: 'grid', placeItems: 'center', width: 22, height: 20, borderRadius: '10px', border: '1px solid', borderColor: 'token.line' }}>
          <Priority level={task.priority} />
        </Box>
        {labels.map((label) => <LabelMark key={label.id} label={label} />)}
        {task.due && <DueMark due={task.due} done={closed} />}
        {typeof task.estimate === 'number' && <EstimateMark estimate={task.estimate} />}
        {parts && parts.all > 0 && <PartsMark {...parts} />}
      </Box>
    </Box>
  )
}

/** How a card looks, on the board and in the hand. */
export const cardLook = {
  display: 'block',
  p: 3,
  borderRadius: 2,
  border: '1px solid var(--rx-palette-token-line)',
  background: 'var(--rx-palette-token-raised)',
  color: 'text.primary',
  textDecoration: 'none',
  boxShadow: '0 1px 2px rgb(var(--rx-palette-token-shadow) / .05)'
} as const
