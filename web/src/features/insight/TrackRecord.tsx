import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import { Check, Clock, X } from 'lucide-react'

import { useForecastsQuery, useLazyBacktestQuery, useTrackRecordQuery, type Forecast, type Kept, type Scope } from '@/api/insight'
import { inWords } from '@/app/problems'
import { useLanguage, useT } from '@/app/texts'
import { dayInWords } from '@/features/tasks/days'

import { percent } from './drawing'
import { Figure } from './Figure'

/** Forecasts that are shown; the server keeps 100. */
const MOST = 6
const SHOWN = [50, 85, 95] as const
/** The level that people promise by. */
const PROMISE = 85

/** How often the promises of each level were kept, beside how often they should be. */
function Levels({ levels, caption }: { levels: readonly Kept[]; caption: string }) {
  const t = useT()
  return (
    <Box component="table" sx={{ width: '100%', borderCollapse: 'collapse', fontSize: '0.8125rem', '& th, & td': { textAlign: 'left', py: 1, fontWeight: 400 }, '& td:last-child, & th:last-child': { textAlign: 'right', fontVariantNumeric: 'tabular-nums' } }}>
      <Box component="caption" sx={{ textAlign: 'left', fontWeight: 580, pb: 1 }}>{caption}</Box>
      <thead>
        <Box component="tr" sx={{ color: 'text.secondary' }}><th scope="col">{t('insight.promised')}</th><td /><th scope="col">{t('insight.kept')}</th></Box>
      </thead>
      <tbody>
        {levels.map(({ level, decided, kept, share }) => (
          <tr key={level}>
            <th scope="row">{level} %</th>
            <td style={{ width: '45%' }}>
              <Box aria-hidden sx={{ position: 'relative', height: 6, borderRadius: 3, background: 'var(--rx-palette-token-chosen)' }}>
                <Box sx={{ position: 'absolute', inset: 0, right: 'auto', width: `${(share ?? 0) * 100}%`, borderRadius: 3, background: 'var(--rx-palette-token-accent)' }} />
                <Box sx={{ position: 'absolute', top: -3, bottom: -3, left: `${level}%`, borderLeft: '2px solid', borderColor: 'token.text' }} />
              </Box>
            </td>
            <td>{share === null || share === undefined ? t('insight.undecided') : t('insight.keptOf', { kept, decided, share: percent(share) })}</td>
          </tr>
        ))}
      </tbody>
    </Box>
  )
}

function Asked({ forecast }: { forecast: Forecast }) {
  const t = useT()
  const { language } = useLanguage()
  const { question, size, made_at, levels } = forecast
  return (
    <Box component="li" sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', columnGap: 3, rowGap: 0.5, py: 1.5, fontSize: '0.8125rem', borderTop: '1px solid', borderColor: 'token.line' }}>
      <Box component="span" sx={{ flex: '1 1 180px', minWidth: 0 }}>
        {t(question === 'when' ? 'insight.askedWhen' : 'insight.askedHowMany', { count: size })}
        <Box component="span" sx={{ color: 'text.secondary' }}> · {dayInWords(made_at.slice(0, 10), language)}</Box>
      </Box>
      {SHOWN.map((level) => {
        const found = levels.find((one) => one.level === level)
        if (!found) return null
        const [Sign, said] = found.kept === true ? [Check, t('insight.wasKept')] as const : found.kept === false ? [X, t('insight.wasMissed')] as const : [Clock, t('insight.isOpen')] as const
        return (
          <Box key={level} component="span" sx={{ display: 'inline-flex', alignItems: 'center', gap: 0.75, whiteSpace: 'nowrap', color: found.kept === false ? 'token.danger' : found.kept === true ? 'token.success' : 'text.secondary' }}>
            <Sign size={13} role="img" aria-label={said} />
            {level} %: {question === 'when' ? (found.at ? dayInWords(found.at.slice(0, 10), language) : t('insight.never')) : (found.items ?? 0)}
          </Box>
        )
      })}
    </Box>
  )
}

/** What became of the forecasts that somebody asked for; and of all that could have been made. */
export function TrackRecord({ scope }: { scope: Scope }) {
  const t = useT()
  const record = useTrackRecordQuery(scope).data
  const forecasts = useForecastsQuery(scope).data?.items ?? []
  const [play, played] = useLazyBacktestQuery()
  const promise = record?.levels.find(({ level, decided }) => level === PROMISE && decided > 0)
  const inAll = promise ? `${t('insight.recordPast', { count: promise.decided, level: PROMISE, share: percent(promise.share ?? 0) })} ` : ''
  const decided = record?.levels.some((level) => level.decided > 0) ?? false
  return (
    <Figure
      wide
      title={t('insight.record')}
      loading={!record}
      said={decided ? inAll + t('insight.recordSays') : t('insight.recordNone')}
      action={<Button variant="outlined" color="inherit" loading={played.isFetching} onClick={() => void play(scope)}>{t('insight.play')}</Button>}
    >
      <Box sx={{ display: 'grid', gridTemplateColumns: { xs: 'minmax(0, 1fr)', md: '1fr 1fr' }, columnGap: 8, rowGap: 4 }}>
        {record && decided && <Levels levels={record.levels} caption={t('insight.recordOf', { count: record.forecasts })} />}
        {played.data && <Levels levels={played.data.levels} caption={t('insight.playedOf', { count: played.data.forecasts })} />}
      </Box>
      {played.error && <Box role="alert" sx={{ color: 'token.danger', fontSize: '0.875rem' }}>{inWords(played.error, t)}</Box>}
      {forecasts.length > 0 && <Box component="ul" sx={{ listStyle: 'none', m: 0, p: 0, mt: decided || played.data ? 4 : 0 }}>{forecasts.slice(0, MOST).map((forecast) => <Asked key={forecast.id ?? forecast.made_at} forecast={forecast} />)}</Box>}
    </Figure>
  )
}
