import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import { BarChart } from '@mui/x-charts/BarChart'
import { useState, type SyntheticEvent } from 'react'

import { useAskForecastMutation, useBurnUpQuery, type Forecast, type Scope } from '@/api/insight'
import { inWords } from '@/app/problems'
import { useLanguage, useT, type TextKey } from '@/app/texts'
import { Choice } from '@/parts/Choice'
import { Field } from '@/parts/Field'

import { colors, drawn, margin } from './drawing'
import { Figure } from './Figure'

type Question = Forecast['question']

/** Levels that are shown, and what they are called. */
const SHOWN: readonly [number, TextKey][] = [[50, 'insight.level50'], [85, 'insight.level85'], [95, 'insight.level95']]
/** Most items and days of a question. */
const LARGEST: Record<Question, number> = { when: 1_000, how_many: 366 }
const DAY = 86_400_000

/** What a forecast says: a line a level, and the same as bars. */
function Answer({ forecast }: { forecast: Forecast }) {
  const t = useT()
  const { language } = useLanguage()
  const dates = forecast.question === 'when'
  const from = Date.parse(forecast.made_at)
  const lines = SHOWN.flatMap(([level, name]) => {
    const found = forecast.levels.find((one) => one.level === level)
    if (!found) return []
    const said = dates
      ? found.at ? t('insight.doneBy', { day: new Date(found.at).toLocaleDateString(language, { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' }) }) : t('insight.never')
      : t('insight.atLeast', { count: found.items ?? 0 })
    const length = dates ? (found.at ? (Date.parse(found.at) - from) / DAY : 0) : (found.items ?? 0)
    return [{ level, name: t(name), said, length: Math.round(length) }]
  })
  if (lines.length === 0) return <Box role="status" sx={{ fontSize: '0.875rem', color: 'text.secondary' }}>{t('insight.tooLittle')}</Box>
  return (
    <Box role="status" sx={{ display: 'grid', gridTemplateColumns: { xs: 'minmax(0, 1fr)', md: 'minmax(0, 1fr) minmax(0, 1fr)' }, gap: 4, alignItems: 'center' }}>
      <Box component="dl" sx={{ m: 0, display: 'grid', gap: 2.5 }}>
        {lines.map(({ level, name, said }) => (
          <Box key={level} sx={{ display: 'grid', gridTemplateColumns: '56px minmax(0, 1fr)', columnGap: 2 }}>
            <Box component="dt" sx={{ gridRow: 'span 2', fontSize: '1.125rem', fontWeight: 640, color: 'token.accentText', fontVariantNumeric: 'tabular-nums' }}>{level} %</Box>
            <Box component="dd" sx={{ m: 0, fontSize: '0.9375rem', fontWeight: 580 }}>{said}</Box>
            <Box component="dd" sx={{ m: 0, fontSize: '0.8125rem', color: 'text.secondary' }}>{name}</Box>
          </Box>
        ))}
      </Box>
      <BarChart
        layout="horizontal"
        height={170}
        margin={margin}
        sx={drawn}
        hideLegend
        grid={{ vertical: true }}
        yAxis={[{ scaleType: 'band', data: lines.map(({ level }) => `${level} %`), width: 44 }]}
        xAxis={[{ label: t(dates ? 'insight.daysFromNow' : 'insight.tasksDone'), height: 44 }]}
        series={[{ data: lines.map(({ length }) => length), color: colors.likely, label: t(dates ? 'insight.days' : 'insight.tasks') }]}
      />
    </Box>
  )
}

/** Asks when so many tasks are done, or how many within so many days. */
export function Ask({ scope, days }: { scope: Scope; days: number }) {
  const t = useT()
  const [ask, { data, isLoading, error }] = useAskForecastMutation()
  const open = useBurnUpQuery({ ...scope, days }).data?.remaining
  const [question, setQuestion] = useState<Question>('when')
  const [written, setWritten] = useState<string | null>(null)
  const size = written ?? String(question === 'when' ? Math.min(Math.max(open ?? 10, 1), LARGEST.when) : 14)
  const number = /^\d{1,4}$/.test(size) ? Number(size) : 0
  const most = LARGEST[question]
  const wrong = number < 1 || number > most ? t('insight.sizeWrong', { most }) : null
  const submit = (event: SyntheticEvent) => {
    event.preventDefault()
    if (!wrong) void ask({ ...scope, question, size: number })
  }
  return (
    <Figure wide title={t('insight.forecast')} said={data?.history ? t(`insight.enough_${data.history.enough as 'no'}`, { items: data.history.items, weeks: data.history.weeks }) : t('insight.forecastHint')}>
      <Box component="form" noValidate onSubmit={submit} sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'flex-start', gap: 3, mb: data || error ? 5 : 0 }}>
        <Choice label={t('insight.question')} value={question} width={280} options={[{ value: 'when', text: t('insight.askWhen') }, { value: 'how_many', text: t('insight.askHowMany') }]} onChoose={(value) => { setQuestion(value); setWritten(null) }} />
        <Box sx={{ width: 150 }}>
          <Field label={t(question === 'when' ? 'insight.tasks' : 'insight.days')} value={size} wrong={wrong} inputMode="numeric" onChange={({ target }) => setWritten(target.value)} />
        </Box>
        <Button type="submit" variant="contained" disabled={wrong !== null} loading={isLoading} sx={{ mt: '26px', minHeight: 36 }}>{t('insight.ask')}</Button>
      </Box>
      {error && <Box role="alert" sx={{ color: 'token.danger', fontSize: '0.875rem' }}>{inWords(error, t)}</Box>}
      {data && !error && <Answer forecast={data} />}
    </Figure>
  )
}
