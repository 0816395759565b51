import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import { Sparkles } from 'lucide-react'
import { useMemo, useState } from 'react'

import type { Project } from '@/api/shapes'
import { useTasksQuery } from '@/api/tasks'
import { useT } from '@/app/texts'
import { EmptyState } from '@/parts/EmptyState'
import { SectionHead } from '@/parts/Sections'
import { Waiting } from '@/parts/Waiting'
import { useHere } from '@/shell/here'

import { KINDS, lacks } from './kinds'
import { NextUp } from './NextUp'
import { TriageTask } from './TriageTask'
import { useAnswered } from './useAnswered'

/** Tasks that are looked at at once; each asks the server what it suggests. */
const PAGE = 15
/** Open tasks among which those are that lack something. */
const LOOKED = 200

/** `/w/[workspace]/projects/[project]/triage`: what is suggested for tasks that lack something. */
export function Triage({ project }: { project: Project }) {
  const t = useT()
  const here = useHere()
  const may = here.role !== 'guest' && !project.archived_at
  const [count, setCount] = useState(PAGE)
  const { data } = useTasksQuery({ workspace: here.slug, filter: `project:${project.key} is:open`, sort: '-created', limit: LOOKED })
  const lacking = useMemo(() => (data?.items ?? []).filter((task) => KINDS.some((kind) => kind !== 'duplicate' && lacks(task, kind))), [data])
  const asked = useMemo(() => lacking.slice(0, count), [lacking, count])
  const answered = useAnswered(here.slug, project.key, asked)
  // Once for all: a task that comes later takes nothing away until it is answered.
  const [isComplete, setComplete] = useState(false)
  if (data && !isComplete && answered === asked.length) setComplete(true)
  return (
    <>
      <SectionHead title={t('boards.part_triage')} hint={t('triage.hint')} />
      {!data && <Waiting rows={5} />}
      {may && <NextUp project={project} />}
      {may && (
        <Box component="ul" aria-label={t('triage.tasks')} sx={{ listStyle: 'none', m: 0, p: 0, display: 'grid', gap: 3, '&:empty + div': { display: 'block' } }}>
          {asked.map((task, index) => <TriageTask key={task.id} task={task} isTurn={index < answered} />)}
        </Box>
      )}
      {may && data && !isComplete && <Waiting rows={3} />}
      {data && (isComplete || !may) && <Box sx={{ display: may ? 'none' : 'block' }}><EmptyState icon={Sparkles} title={t('triage.nothing')} hint={t('triage.nothingHint')} /></Box>}
      {may && lacking.length > count && <Button variant="outlined" color="inherit" onClick={() => setCount(count + PAGE)} sx={{ mt: 4 }}>{t('triage.more', { count: lacking.length - count })}</Button>}
    </>
  )
}
