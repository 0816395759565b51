import Box from '@mui/material/Box'
import { CircleHelp } from 'lucide-react'
import dynamic from 'next/dynamic'

import { useTaskQuery } from '@/api/tasks'
import { useT } from '@/app/texts'
import { EmptyState } from '@/parts/EmptyState'
import { Unseen } from '@/parts/Unseen'
import { Waiting } from '@/parts/Waiting'
import { Crumbs } from '@/shell/Crumbs'
import { useHere, useInAddress } from '@/shell/here'
import { InTopBar } from '@/shell/slots'

import { EditingProvider } from './editing/Editing'
import { Properties } from './page/Properties'
import { TaskActions } from './page/TaskActions'
import { TaskKeys } from './page/TaskKeys'
import { usePlan } from './plan'

const TaskBody = dynamic(() => import('./page/TaskBody').then((loaded) => loaded.TaskBody), { ssr: false, loading: () => <Waiting rows={6} /> })

/** `/w/[workspace]/tasks/[key]`: one task with everything about it. */
export function TaskPage() {
  const t = useT()
  const here = useHere()
  const key = useInAddress('key')
  const { currentData: task, isError } = useTaskQuery({ workspace: here.slug, task: key }, { skip: key === '' })
  const plan = usePlan(task?.project)
  const project = plan.project
  const editable = here.role !== 'guest' && !project?.archived_at
  if (isError && !task) return <EmptyState icon={CircleHelp} title={t('boards.noSuchTask', { key })} hint={t('boards.noSuchTaskHint')} />
  return (
    <EditingProvider>
      <Crumbs items={[{ text: here.workspace.name, href: `/w/${here.slug}` }, ...(project ? [{ text: project.name, href: `/w/${here.slug}/projects/${project.key}` }] : []), { text: task ? `${task.key} ${task.title}` : key }]} />
      {!task && <Box sx={{ p: 8 }}><Waiting rows={8} /></Box>}
      {task && (
        <>
          <Unseen as="h1">{task.title}</Unseen>
          <TaskKeys task={task} editable={editable} />
          <InTopBar place="actions"><TaskActions task={task} editable={editable} /></InTopBar>
          <Box sx={{ display: 'grid', gridTemplateColumns: { xs: 'minmax(0, 1fr)', md: 'minmax(0, 1fr) 288px' }, minHeight: '100%' }}>
            <Box sx={{ maxWidth: 800, width: '100%', mx: 'auto', px: { xs: 4, sm: 8 }, pt: { xs: 5, md: 9 }, pb: 16, minWidth: 0, order: { xs: 0 } }}>
              <Box sx={{ fontSize: '0.8125rem', color: 'text.secondary', mb: 1.5, fontVariantNumeric: 'tabular-nums' }}>{task.key}{task.archived_at ? ` · ${t('boards.isArchived')}` : ''}</Box>
              <Box sx={{ display: { xs: 'block', md: 'none' }, mb: 5, p: 3, borderRadius: 2, border: '1px solid', borderColor: 'token.line' }}><Properties task={task} plan={plan} editable={editable} /></Box>
              <TaskBody key={task.id} task={task} editable={editable} />
            </Box>
            <Box component="aside" aria-label={t('boards.properties')} sx={{ display: { xs: 'none', md: 'block' }, borderLeft: '1px solid', borderColor: 'token.line', p: 4, pt: 8 }}>
              <Box sx={{ position: 'sticky', top: 24 }}><Properties task={task} plan={plan} editable={editable} /></Box>
            </Box>
          </Box>
        </>
      )}
    </EditingProvider>
  )
}
