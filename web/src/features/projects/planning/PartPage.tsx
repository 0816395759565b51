import Box from '@mui/material/Box'

import { NotFound } from '@/features/enter/NotFound'
import { useHere, useInAddress } from '@/shell/here'

import { PARTS, ProjectHead } from '../ProjectHead'

import { Cycles } from './Cycles'
import { Milestones } from './Milestones'
import { ProjectSettings } from './ProjectSettings'

const PAGES = { cycles: Cycles, milestones: Milestones, settings: ProjectSettings }

/** `/w/[workspace]/projects/[project]/[part]`: cycles, milestones, settings. */
export function PartPage() {
  const here = useHere()
  const key = useInAddress('project')
  const named = useInAddress('part')
  const part = PARTS.find((name) => name === named)
  const project = here.projects.find((one) => one.key === key || one.id === key)
  if (!project || !part || part === 'tasks') return here.projects.length > 0 ? <NotFound /> : null
  const Page = PAGES[part]
  return (
    <Box sx={{ minHeight: '100%' }}>
      <ProjectHead project={project} part={part} />
      <Box sx={{ maxWidth: 820, mx: 'auto', px: { xs: 4, sm: 8 }, py: { xs: 6, md: 9 } }}>
        <Page key={project.id} project={project} />
      </Box>
    </Box>
  )
}
