import dynamic from 'next/dynamic'

import { EditingProvider } from '@/features/tasks/editing/Editing'
import { NotFound } from '@/features/enter/NotFound'
import { useHere, useInAddress } from '@/shell/here'

const Tasks = dynamic(() => import('./Tasks').then((loaded) => loaded.Tasks), { ssr: false })

/** `/w/[workspace]/projects/[project]`: its tasks as a board, a list or a table. */
export function ProjectPage() {
  const here = useHere()
  const key = useInAddress('project')
  const project = here.projects.find((one) => one.key === key || one.id === key)
  if (!project) return here.projects.length > 0 ? <NotFound /> : null
  return (
    <EditingProvider>
      <Tasks key={project.id} project={project} />
    </EditingProvider>
  )
}
