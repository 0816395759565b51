import { ChartsReferenceLine } from '@mui/x-charts/ChartsReferenceLine'
import { ScatterChart } from '@mui/x-charts/ScatterChart'
import { useRouter } from 'next/router'

import { useCycleTimesQuery, type Percentile, type Scope } from '@/api/insight'
import { useLanguage, useT } from '@/app/texts'
import { useHere } from '@/shell/here'

import { colors, drawn, HEIGHT, margin, rounded } from './drawing'
import { Figure } from './Figure'

/** Days within which a share of the work was done. */
export const within = (percentiles: readonly Percentile[], level: number): number | undefined => percentiles.find((one) => one.level === level)?.days

/** How long each finished task took, beside what most take. */
export function CycleTimes({ scope }: { scope: Scope }) {
  const t = useT()
  const here = useHere()
  const router = useRouter()
  const { language } = useLanguage()
  const { data } = useCycleTimesQuery(scope)
  const tasks = data?.tasks ?? []
  const [half, most] = [within(data?.percentiles ?? [], 50), within(data?.percentiles ?? [], 85)]
  const said = half === undefined || most === undefined ? t('insight.noneFinished') : t('insight.cycleTimesSay', { half: rounded(half), most: rounded(most), count: tasks.length })
  const points = tasks.map(({ task, done_at, days }) => ({ id: task, x: Date.parse(done_at), y: days }))
  return (
    <Figure title={t('insight.cycleTimes')} loading={!data} said={said}>
      <ScatterChart
        height={HEIGHT}
        margin={margin}
        sx={drawn}
        grid={{ horizontal: true }}
        hideLegend
        xAxis={[{ scaleType: 'time', valueFormatter: (at: Date | number) => new Date(at).toLocaleDateString(language, { day: 'numeric', month: 'short' }), tickNumber: 5 }]}
        yAxis={[{ width: 36, min: 0 }]}
        series={[{ data: points, markerSize: 3, color: colors.done, label: t('insight.days'), valueFormatter: ({ id, y }) => `${String(id)}: ${t('insight.tookDays', { days: rounded(y) })}` }]}
        onItemClick={(_: unknown, { dataIndex }: { dataIndex?: number }) => {
          const task = tasks[dataIndex ?? -1]
          if (task) void router.push(`/w/${here.slug}/tasks/${task.task}`)
        }}
      >
        {half !== undefined && <ChartsReferenceLine y={half} label="50 %" labelAlign="end" />}
        {most !== undefined && <ChartsReferenceLine y={most} label="85 %" labelAlign="end" />}
      </ScatterChart>
    </Figure>
  )
}
