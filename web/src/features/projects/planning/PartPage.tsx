import Box from '@mui/material/Box'
import dynamic from 'next/dynamic'

import { NotFound } from '@/features/enter/NotFound'
import { Triage } from '@/features/triage/Triage'
import { Waiting } from '@/parts/Waiting'
import { useHere, useInAddress } from '@/shell/here'

import { PARTS, ProjectHead } from '../ProjectHead'

import { Cycles } from './Cycles'
import { Milestones } from './Milestones'
import { ProjectSettings } from './ProjectSettings'

const Insight = dynamic(() => import('@/features/insight/Insight').then((loaded) => loaded.Insight), { ssr: false, loading: () => <Waiting rows={8} /> })

const PAGES = { cycles: Cycles, milestones: Milestones, insight: Insight, triage: Triage, settings: ProjectSettings }

/** `/w/[workspace]/projects/[project]/[part]`: cycles, milestones, insight, triage, settings. */
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
      <Box sx={{ maxWidth: part === 'insight' ? 1120 : 820, mx: 'auto', px: { xs: 4, sm: 8 }, py: { xs: 6, md: 9 } }}>
        <Page key={project.id} project={project} />
      </Box>
    </Box>
  )
}
