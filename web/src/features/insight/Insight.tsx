import Box from '@mui/material/Box'
import Typography from '@mui/material/Typography'
import { useMemo, useState } from 'react'

import type { Project } from '@/api/shapes'
import { useT } from '@/app/texts'
import { Choice } from '@/parts/Choice'
import { useHere } from '@/shell/here'

import { Aging } from './Aging'
import { Ask } from './Ask'
import { BurnUp } from './BurnUp'
import { CycleTimes } from './CycleTimes'
import { FlowCharts } from './FlowCharts'
import { Risks } from './Risks'
import { SuggestionScores } from './SuggestionScores'
import { TrackRecord } from './TrackRecord'

const SPANS = ['30', '90', '180', '365'] as const

/** How work flows, and when it may be done: of a project, or of all that one may read. */
export function Insight({ project }: { project: Project | null }) {
  const t = useT()
  const here = useHere()
  const [span, setSpan] = useState<(typeof SPANS)[number]>('90')
  const scope = useMemo(() => ({ workspace: here.slug, project: project?.key }), [here.slug, project?.key])
  const days = Number(span)
  return (
    <>
      <Box sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: 3, mb: 6 }}>
        <Box sx={{ flex: '1 1 240px', minWidth: 0 }}>
          <Typography variant="h1">{t('insight.title')}</Typography>
          <Typography variant="body1" sx={{ color: 'text.secondary', mt: 1 }}>{t('insight.hint')}</Typography>
        </Box>
        <Choice quiet label={t('insight.span')} value={span} width={150} options={SPANS.map((value) => ({ value, text: t('insight.lastDays', { days: value }) }))} onChoose={setSpan} />
      </Box>
      <Box sx={{ display: 'grid', gridTemplateColumns: { xs: 'minmax(0, 1fr)', lg: 'minmax(0, 1fr) minmax(0, 1fr)' }, gap: 4 }}>
        <Ask scope={scope} days={days} />
        <BurnUp scope={scope} days={days} />
        <FlowCharts scope={scope} days={days} />
        <CycleTimes scope={scope} />
        <Aging scope={scope} />
        <Risks scope={scope} />
        <TrackRecord scope={scope} />
        {project && <SuggestionScores project={project.key} />}
      </Box>
    </>
  )
}
