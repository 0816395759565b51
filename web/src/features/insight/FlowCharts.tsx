import { BarChart } from '@mui/x-charts/BarChart'
import { LineChart } from '@mui/x-charts/LineChart'

import { useFlowQuery, type FlowDay, type Scope } from '@/api/insight'
import { useLanguage, useT } from '@/app/texts'
import { dayInWords } from '@/features/tasks/days'

import { colors, drawn, HEIGHT, instantOf, margin } from './drawing'
import { Figure } from './Figure'

const WEEK = 7

/** Tasks done week by week, the last week ending today. */
const weeksOf = (days: readonly FlowDay[]): { day: string; done: number }[] => {
  const weeks = []
  for (let end = days.length; end > 0; end -= WEEK) {
    const part = days.slice(Math.max(0, end - WEEK), end)
    const first = part[0]
    if (first && part.length === WEEK) weeks.unshift({ day: first.day, done: part.reduce((sum, { throughput }) => sum + throughput, 0) })
  }
  return weeks
}

/** How many tasks there were of each kind, day by day, and how many were done each week. */
export function FlowCharts({ scope, days }: { scope: Scope; days: number }) {
  const t = useT()
  const { language } = useLanguage()
  const { data } = useFlowQuery({ ...scope, days })
  const all = data?.days ?? []
  const weeks = weeksOf(all)
  const last = all[all.length - 1]
  const mean = weeks.length === 0 ? 0 : weeks.reduce((sum, { done }) => sum + done, 0) / weeks.length
  const time = { scaleType: 'time', data: all.map(({ day }) => instantOf(day)), valueFormatter: (at: Date) => at.toLocaleDateString(language, { day: 'numeric', month: 'short' }), tickNumber: 6 } as const
  return (
    <>
      <Figure title={t('insight.flow')} loading={!data} said={last ? t('insight.flowSays', { waiting: last.created - last.started, doing: last.started - last.done, done: last.done }) : ''}>
        <LineChart
          height={HEIGHT}
          margin={margin}
          sx={drawn}
          grid={{ horizontal: true }}
          xAxis={[time]}
          yAxis={[{ width: 36 }]}
          series={[
            { label: t('insight.areaDone'), data: all.map(({ done }) => done), area: true, stack: 'all', showMark: false, color: colors.done, curve: 'linear' },
            { label: t('insight.areaDoing'), data: all.map(({ started, done }) => Math.max(0, started - done)), area: true, stack: 'all', showMark: false, color: colors.begun, curve: 'linear' },
            { label: t('insight.areaWaiting'), data: all.map(({ created, started }) => Math.max(0, created - started)), area: true, stack: 'all', showMark: false, color: colors.made, curve: 'linear' }
          ]}
        />
      </Figure>
      <Figure title={t('insight.throughput')} loading={!data} said={t('insight.throughputSays', { mean: mean.toFixed(1), weeks: weeks.length })}>
        <BarChart
          height={HEIGHT}
          margin={margin}
          sx={drawn}
          grid={{ horizontal: true }}
          hideLegend
          xAxis={[{ scaleType: 'band', data: weeks.map(({ day }) => dayInWords(day, language)) }]}
          yAxis={[{ width: 36, tickMinStep: 1 }]}
          series={[{ label: t('insight.done'), data: weeks.map(({ done }) => done), color: colors.done }]}
        />
      </Figure>
    </>
  )
}
