import type { Project } from '@/api/shapes'
import { useT } from '@/app/texts'
import { People } from '@/features/access/People'
import { Panel } from '@/parts/Sections'
import { useHere } from '@/shell/here'

/** Who is let into a project by name, and what they may do. */
export function Letting({ project }: { project: Project }) {
  const t = useT()
  const here = useHere()
  return (
    <Panel title={t('boards.access')} hint={t(project.closed ? 'boards.accessClosed' : 'boards.accessOpen')}>
      <People of={{ workspace: here.slug, kind: 'project', resource: project.id }} />
    </Panel>
  )
}
