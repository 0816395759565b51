import Box from '@mui/material/Box'

import { useAgingQuery, type Scope } from '@/api/insight'
import { useT } from '@/app/texts'
import { Go } from '@/parts/Go'
import { useHere } from '@/shell/here'

import { within } from './CycleTimes'
import { percent, rounded } from './drawing'
import { Figure } from './Figure'

/** Most tasks that are shown; the oldest tell most. */
const MOST = 12

/** How old work under way is; what is older than most finished work stands out. */
export function Aging({ scope }: { scope: Scope }) {
  const t = useT()
  const here = useHere()
  const { data } = useAgingQuery(scope)
  const tasks = data?.tasks ?? []
  const bands = data?.percentiles ?? []
  const [half, most] = [within(bands, 50), within(bands, 85)]
  const longest = Math.max(tasks[0]?.days ?? 0, (most ?? 0) * 1.15, 1)
  const tone = (days: number) => (most !== undefined && days > most ? 'token.danger' : half !== undefined && days > half ? 'token.warning' : 'token.accent')
  const said = tasks.length === 0 ? t('insight.nothingUnderWay') : most === undefined ? t('insight.agingAlone', { count: tasks.length }) : t('insight.agingSays', { count: tasks.length, old: tasks.filter(({ days }) => days > most).length, most: rounded(most) })
  return (
    <Figure title={t('insight.aging')} loading={!data} said={said}>
      <Box component="ol" sx={{ listStyle: 'none', m: 0, p: 0, display: 'grid', gap: 0.5 }}>
        {tasks.slice(0, MOST).map(({ task, title, days, share }) => (
          <Box component="li" key={task}>
            <Box component={Go} href={`/w/${here.slug}/tasks/${task}`} sx={{ display: 'grid', gridTemplateColumns: '64px minmax(0, 1fr) 72px', alignItems: 'center', columnGap: 2, px: 1.5, py: 1, borderRadius: 1.5, fontSize: '0.8125rem', textDecoration: 'none', '&:hover': { background: 'var(--rx-palette-token-hover)' } }}>
              <Box component="span" sx={{ color: 'text.secondary', whiteSpace: 'nowrap' }}>{task}</Box>
              <Box component="span" sx={{ minWidth: 0 }}>
                <Box component="span" sx={{ display: 'block', overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' }}>{title}</Box>
                <Box component="span" aria-hidden sx={{ display: 'block', position: 'relative', height: 4, mt: 0.75, borderRadius: 2, background: 'var(--rx-palette-token-chosen)' }}>
                  <Box component="span" sx={{ position: 'absolute', inset: 0, right: 'auto', width: `${Math.max(1, (days / longest) * 100)}%`, borderRadius: 2, bgcolor: tone(days) }} />
                  {most !== undefined && <Box component="span" sx={{ position: 'absolute', top: -3, bottom: -3, left: `${(most / longest) * 100}%`, borderLeft: '1px dashed', borderColor: 'token.textFaint' }} />}
                </Box>
              </Box>
              <Box component="span" sx={{ textAlign: 'right', fontVariantNumeric: 'tabular-nums' }} title={share === null || share === undefined ? undefined : t('insight.olderThan', { share: percent(share) })}>{t('insight.shortDays', { days: rounded(days) })}</Box>
            </Box>
          </Box>
        ))}
      </Box>
    </Figure>
  )
}
