import { SquarePen } from 'lucide-react'
import dynamic from 'next/dynamic'
import { useMemo } from 'react'

import { useT } from '@/app/texts'
import { useCommands } from '@/shell/commands'
import { useHere, useInAddress } from '@/shell/here'

import { askForTask, useAskedTask } from './asking'

const NewTask = dynamic(() => import('./NewTask').then((loaded) => loaded.NewTask), { ssr: false })

/** New tasks from everywhere in a workspace: the C key, the palette, buttons of pages. */
export function TaskTools() {
  const t = useT()
  const here = useHere()
  const project = useInAddress('project')
  const given = useAskedTask()
  const may = here.role !== 'guest' && here.projects.length > 0
  const projectId = here.projects.find(({ key }) => key === project)?.id
  useCommands(
    useMemo(() => (may ? [{ id: 'new-task', text: t('boards.newTask'), group: 'do' as const, icon: SquarePen, keys: ['c'], run: () => askForTask(projectId ? { project: projectId } : {}) }] : []), [may, t, projectId])
  )
  return given && may ? <NewTask given={given} onClose={() => askForTask(null)} /> : null
}
