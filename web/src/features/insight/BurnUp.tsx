import { LineChart } from '@mui/x-charts/LineChart'

import { useBurnUpQuery, type Scope } from '@/api/insight'
import { useLanguage, useT } from '@/app/texts'

import { colors, drawn, HEIGHT, instantOf, margin } from './drawing'
import { Figure } from './Figure'

/** What was done and what there is, and the cone of what may come. */
export function BurnUp({ scope, days }: { scope: Scope; days: number }) {
  const t = useT()
  const { language } = useLanguage()
  const { data } = useBurnUpQuery({ ...scope, days })
  const past = data?.days ?? []
  const cone = data?.cone ?? []
  const today = past[past.length - 1]
  const blank = past.map(() => null)
  // The cone grows out of the last day.
  const ahead = (level: number) => (today && cone.length > 0 ? [...blank.slice(1), today.done, ...cone.map(({ done }) => done[level] ?? null)] : [])
  const scopeLine = [...past.map(({ created }) => created), ...cone.map(() => today?.created ?? null)]
  const times = [...past, ...cone].map(({ day }) => instantOf(day))
  const finish = data?.finish ?? []
  const at = (level: number) => finish.find((one) => one.level === level)?.at
  const inWords = (instant: string | null | undefined) => (instant ? new Date(instant).toLocaleDateString(language, { day: 'numeric', month: 'short', year: 'numeric' }) : t('insight.never'))
  const said = !data ? '' : finish.length > 0 ? t('insight.burnUpSays', { count: data.remaining, half: inWords(at(50)), sure: inWords(at(85)) }) : t('insight.tooLittle')
  return (
    <Figure wide title={t('insight.burnUp')} loading={!data} said={said}>
      <LineChart
        height={HEIGHT + 40}
        margin={margin}
        sx={{ ...drawn, '& .MuiLineChart-line[data-series="sure"], & .MuiLineChart-line[data-series="likely"]': { strokeDasharray: '5 4' } }}
        grid={{ horizontal: true }}
        xAxis={[{ scaleType: 'time', data: times, valueFormatter: (time: Date) => time.toLocaleDateString(language, { day: 'numeric', month: 'short' }), tickNumber: 8 }]}
        yAxis={[{ width: 36 }]}
        series={[
          { id: 'all', label: t('insight.lineAll'), data: scopeLine, showMark: false, color: colors.made, curve: 'stepAfter' },
          { id: 'done', label: t('insight.lineDone'), data: [...past.map(({ done }) => done), ...cone.map(() => null)], showMark: false, color: colors.done, curve: 'linear' },
          { id: 'likely', label: t('insight.line50'), data: ahead(0), showMark: false, color: colors.done, curve: 'linear' },
          { id: 'sure', label: t('insight.line95'), data: ahead(3), showMark: false, color: colors.begun, curve: 'linear' }
        ]}
      />
    </Figure>
  )
}
