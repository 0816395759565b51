import Box from '@mui/material/Box'
import Button from '@mui/material/Button'

import { useSuggestedNextQuery, type Suggestion } from '@/api/suggestions'
import { useTaskQuery } from '@/api/tasks'
import type { Project } from '@/api/shapes'
import { useLogin } from '@/app/login'
import { useT } from '@/app/texts'
import { useEdit } from '@/features/tasks/editing/useEdit'
import { Go } from '@/parts/Go'
import { Line, Panel } from '@/parts/Sections'
import { useHere } from '@/shell/here'

import { useAnswering } from './useAnswering'

function One({ items, one, project }: { items: readonly Suggestion[]; one: Suggestion; project: Project }) {
  const t = useT()
  const here = useHere()
  const me = useLogin()?.person.id ?? ''
  const edit = useEdit()
  const answered = useAnswering(project.id)
  const { data } = useTaskQuery({ workspace: here.slug, task: one.value })
  if (data?.assignees.includes(me)) return null
  const take = () => {
    if (data) edit([data], { assignees: [...data.assignees, me] }, t('triage.yours'), answered('next', items, one))
  }
  return (
    <Line title={<Box component={Go} href={`/w/${here.slug}/tasks/${one.value}`} sx={{ textDecoration: 'none', '&:hover': { textDecoration: 'underline' } }}>{one.value} {one.name}</Box>} hint={one.reason}>
      <Button variant="outlined" color="inherit" disabled={!data} aria-label={t('triage.takeNext', { name: one.name })} onClick={take}>{t('triage.takeIt')}</Button>
    </Line>
  )
}

/** What the person could take next, of what nobody has begun. */
export function NextUp({ project }: { project: Project }) {
  const t = useT()
  const here = useHere()
  const { data } = useSuggestedNextQuery({ workspace: here.slug, project: project.key })
  const items = data?.suggestions.find(({ kind }) => kind === 'next')?.items ?? []
  if (items.length === 0) return null
  return <Panel title={t('triage.next')}>{items.map((one) => <One key={one.value} items={items} one={one} project={project} />)}</Panel>
}
