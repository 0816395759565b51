import Box from '@mui/material/Box'
import type { ReactNode } from 'react'

import type { Task } from '@/api/shapes'
import { Go } from '@/parts/Go'
import { useHere } from '@/shell/here'

import { Faces, isClosed } from '../marks'
import type { Plan } from '../plan'
import { StatusSign } from '../StatusSign'

/** Another task, as a line that leads to it. */
export function TaskLink({ task, plan, action }: { task: Task; plan: Plan; action?: ReactNode }) {
  const here = useHere()
  const status = plan.status(task.status)
  return (
    <Box sx={{ display: 'flex', alignItems: 'center', borderRadius: 1.5, '&:hover': { background: 'var(--rx-palette-token-hover)' } }}>
      <Box component={Go} href={`/w/${here.slug}/tasks/${task.key}`} sx={{ flex: 1, minWidth: 0, display: 'flex', alignItems: 'center', gap: 2, minHeight: 34, px: 1.5, fontSize: '0.8125rem', textDecoration: 'none' }}>
        {status && <StatusSign category={status.category} />}
        <Box component="span" sx={{ color: 'text.secondary', fontSize: '0.75rem', fontVariantNumeric: 'tabular-nums', flex: 'none' }}>{task.key}</Box>
        <Box component="span" sx={{ flex: 1, minWidth: 0, overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap', color: isClosed(task) ? 'text.secondary' : 'text.primary' }}>{task.title}</Box>
        <Faces people={task.assignees.flatMap((id) => here.person(id) ?? [])} size={18} />
      </Box>
      {action}
    </Box>
  )
}
