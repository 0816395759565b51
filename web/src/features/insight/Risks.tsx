import Box from '@mui/material/Box'

import { useRisksQuery, type Scope } from '@/api/insight'
import { useLanguage, useT } from '@/app/texts'
import { dayInWords } from '@/features/tasks/days'
import { Go } from '@/parts/Go'
import { useHere } from '@/shell/here'

import { percent } from './drawing'
import { Figure } from './Figure'

/** Below this nothing needs to be done about it. */
const LEAST = 0.2
const MOST = 8

/** Which tasks and cycles may be late. */
export function Risks({ scope }: { scope: Scope }) {
  const t = useT()
  const here = useHere()
  const { language } = useLanguage()
  const { data } = useRisksQuery(scope)
  const cycles = (data?.cycles ?? []).filter(({ probability }) => probability >= LEAST).map(({ cycle, name, end, open, probability }) => ({ id: cycle, href: null, name: t('insight.cycleOpen', { name, count: open }), day: end, probability }))
  const tasks = (data?.tasks ?? []).filter(({ probability }) => probability >= LEAST).map(({ task, title, due, probability }) => ({ id: task, href: `/w/${here.slug}/tasks/${task}`, name: `${task} ${title}`, day: due, probability }))
  const all = [...cycles, ...tasks].slice(0, MOST)
  const line = { display: 'grid', gridTemplateColumns: 'minmax(0, 1fr) auto 56px', alignItems: 'center', columnGap: 3, px: 1.5, py: 1, borderRadius: 1.5, fontSize: '0.8125rem', textDecoration: 'none' } as const
  return (
    <Figure title={t('insight.risks')} loading={!data} said={all.length === 0 ? t('insight.noRisks') : t('insight.risksSay')}>
      <Box component="ol" sx={{ listStyle: 'none', m: 0, p: 0 }}>
        {all.map(({ id, href, name, day, probability }) => {
          const parts = (
            <>
              <Box component="span" sx={{ minWidth: 0, overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' }}>{name}</Box>
              <Box component="span" sx={{ color: 'text.secondary', whiteSpace: 'nowrap' }}>{dayInWords(day, language)}</Box>
              <Box component="span" sx={{ textAlign: 'right', fontVariantNumeric: 'tabular-nums', fontWeight: 580, color: probability >= 0.5 ? 'token.danger' : 'token.warning' }}>{percent(probability)}</Box>
            </>
          )
          return (
            <li key={id}>
              {href ? <Box component={Go} href={href} sx={{ ...line, '&:hover': { background: 'var(--rx-palette-token-hover)' } }}>{parts}</Box> : <Box sx={line}>{parts}</Box>}
            </li>
          )
        })}
      </Box>
    </Figure>
  )
}
