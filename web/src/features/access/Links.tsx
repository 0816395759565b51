import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import { Link as LinkSign, X } from 'lucide-react'
import { useState } from 'react'

import { useEntriesQuery, useMakeLinkMutation, useTakeAwayMutation, type Level, type Resource } from '@/api/access'
import { useSay } from '@/app/problems'
import { useT } from '@/app/texts'
import { Ago } from '@/parts/Ago'
import { Choice } from '@/parts/Choice'
import { Secret } from '@/parts/Secret'
import { Line } from '@/parts/Sections'
import { Tip } from '@/parts/Tip'

import { useLevels } from './People'

/** A visitor has no name to comment with: they read, or they write. */
const LEVELS: readonly Level[] = ['read', 'write']

const DAY = 86_400
/** How long a link works, in seconds; null is until it is taken away. */
const ENDS = { never: null, day: DAY, week: 7 * DAY, month: 30 * DAY } as const
type End = keyof typeof ENDS

/** Links by which somebody without an account gets in. A new one shows its address once. */
export function Links({ of }: { of: Resource }) {
  const t = useT()
  const { fail } = useSay()
  const levels = useLevels(LEVELS)
  const { data } = useEntriesQuery(of)
  const [make, { data: made, isLoading, reset }] = useMakeLinkMutation()
  const [takeAway] = useTakeAwayMutation()
  const [level, setLevel] = useState<Level>('read')
  const [end, setEnd] = useState<End>('never')
  const links = (data?.items ?? []).filter(({ subject_kind }) => subject_kind === 'link')
  const away = (entry: string) => {
    if (made?.entry.id === entry) reset()
    takeAway({ ...of, entry }).unwrap().catch(fail)
  }
  const create = () => {
    const seconds = ENDS[end]
    make({ ...of, level, ...(seconds === null ? {} : { seconds }) }).unwrap().catch(fail)
  }
  return (
    <>
      {links.map((link) => (
        <Line
          key={link.id}
          before={<Box sx={{ width: 28, display: 'grid', placeItems: 'center', color: 'text.secondary' }}><LinkSign size={18} aria-hidden /></Box>}
          title={t(link.level === 'read' ? 'access.linkReads' : link.level === 'comment' ? 'access.linkComments' : 'access.linkWrites')}
          hint={<>{t('access.made')} <Ago at={link.created_at} />{link.expires_at && <> · {t('access.ends')} <Ago at={link.expires_at} /></>}</>}
        >
          <Tip name={t('access.linkAway')} icon={X} onClick={() => away(link.id)} />
        </Line>
      ))}
      {made && (
        <Box sx={{ p: 3, display: 'grid', gap: 1.5 }}>
          <Secret name={t('access.address')} value={made.url} />
          <Box sx={{ fontSize: '0.75rem', color: 'text.secondary' }}>{t('access.addressOnce')}</Box>
        </Box>
      )}
      <Box sx={{ p: 3, display: 'flex', flexWrap: 'wrap', gap: 2 }}>
        <Choice quiet label={t('access.linkLevel')} value={level} width={130} options={levels} onChoose={setLevel} />
        <Choice quiet label={t('access.linkEnd')} value={end} width={170} options={(Object.keys(ENDS) as End[]).map((value) => ({ value, text: t(`access.end_${value}`) }))} onChoose={setEnd} />
        <Button variant="outlined" color="inherit" startIcon={<LinkSign size={14} />} loading={isLoading} onClick={create}>{t('access.makeLink')}</Button>
      </Box>
    </>
  )
}
