import Box from '@mui/material/Box'

import type { Project } from '@/api/shapes'
import { useT } from '@/app/texts'
import { Go } from '@/parts/Go'
import { Crumbs } from '@/shell/Crumbs'
import { useHere } from '@/shell/here'

/** Parts of a project that have a page. */
export const PARTS = ['tasks', 'cycles', 'milestones', 'insight', 'triage', 'settings'] as const
export type ProjectPart = (typeof PARTS)[number]

/** The name of the project, and the ways to its parts. */
export function ProjectHead({ project, part }: { project: Project; part: ProjectPart }) {
  const t = useT()
  const here = useHere()
  const base = `/w/${here.slug}/projects/${project.key}`
  return (
    <>
      <Crumbs items={[{ text: here.workspace.name, href: `/w/${here.slug}` }, { text: project.name }]} />
      <Box component="nav" aria-label={t('boards.partsOfProject')} sx={{ display: 'flex', gap: 0.5, px: { xs: 2, sm: 3 }, height: 40, flex: 'none', alignItems: 'center', overflowX: 'auto', borderBottom: '1px solid', borderColor: 'token.line' }}>
        {PARTS.map((name) => (
          <Box
            key={name}
            component={Go}
            href={name === 'tasks' ? base : `${base}/${name}`}
            {...(name === part ? { 'aria-current': 'page' as const } : {})}
            sx={{ px: 2, py: 1, borderRadius: 1.5, fontSize: '0.8125rem', fontWeight: 500, textDecoration: 'none', whiteSpace: 'nowrap', color: name === part ? 'text.primary' : 'text.secondary', background: name === part ? 'var(--rx-palette-token-chosen)' : 'transparent', '&:hover': { color: 'text.primary', background: name === part ? 'var(--rx-palette-token-chosen)' : 'var(--rx-palette-token-hover)' } }}
          >
            {t(`boards.part_${name}`)}
          </Box>
        ))}
      </Box>
    </>
  )
}
