import Box from '@mui/material/Box'
import type { ReactNode } from 'react'

import type { Task } from '@/api/shapes'
import { useLanguage, useT } from '@/app/texts'
import { Avatar } from '@/parts/Avatar'
import { Go } from '@/parts/Go'
import { useHere } from '@/shell/here'

import { Priority } from './Priority'

/** A day as it is said: without the year when it is this one. */
export const dayOf = (date: string, language: string): string =>
  new Date(`${date}T12:00:00`).toLocaleDateString(language, { day: 'numeric', month: 'short' })

/** A task as a line that opens it. */
export function TaskRow({ task, late = false, children }: { task: Task; late?: boolean; children?: ReactNode }) {
  const t = useT()
  const here = useHere()
  const { language } = useLanguage()
  const people = task.assignees.flatMap((id) => here.person(id) ?? [])
  return (
    <Box
      component={Go}
      href={`/w/${here.slug}/tasks/${task.key}`}
      sx={{ display: 'flex', alignItems: 'center', gap: 3, minHeight: 'calc(var(--row) + 6px)', px: 3, mx: -3, borderRadius: 1.5, textDecoration: 'none', fontSize: '0.8125rem', '&:hover': { background: 'var(--rx-palette-token-hover)' } }}
    >
      <Priority level={task.priority} />
      <Box component="span" sx={{ color: 'text.secondary', minWidth: 58, fontVariantNumeric: 'tabular-nums', flex: 'none' }}>
        {task.key}
      </Box>
      <Box component="span" sx={{ flex: 1, minWidth: 0, overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap', fontWeight: 500, fontSize: '0.875rem' }}>
        {task.title}
      </Box>
      {children}
      {task.due && (
        <Box component="span" sx={{ color: late ? 'token.danger' : 'text.secondary', flex: 'none', display: { xs: late ? 'inline' : 'none', sm: 'inline' } }}>
          {t('work.due', { day: dayOf(task.due, language) })}
        </Box>
      )}
      <Box component="span" sx={{ display: { xs: 'none', sm: 'inline-flex' }, minWidth: 20, justifyContent: 'flex-end', '& > * + *': { ml: -1 } }}>
        {people.slice(0, 3).map((one) => (
          <Avatar key={one.person} id={one.person} name={one.name} picture={one.avatar} size={20} />
        ))}
      </Box>
    </Box>
  )
}
