import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import { useEffect, useState } from 'react'

import { STRETCH, stretchOf, useEventsQuery } from '@/api/events'
import { onEvent } from '@/api/live'
import type { WorkspaceEvent } from '@/api/shapes'
import { useWorkspaceQuery } from '@/api/workspaces'
import { english } from '@/app/english'
import { useT, type TextKey, type Translate } from '@/app/texts'
import { Ago } from '@/parts/Ago'
import { Avatar } from '@/parts/Avatar'
import { Panel, SectionHead } from '@/parts/Sections'
import { Waiting } from '@/parts/Waiting'
import { useHere } from '@/shell/here'

const about = ({ data }: WorkspaceEvent): string => {
  const said = data as Record<string, unknown>
  const inner = [said.task, said.project, said].find((part) => typeof part === 'object' && part !== null) as Record<string, unknown> | undefined
  const text = ['key', 'title', 'name', 'email'].map((name) => inner?.[name]).filter((value): value is string => typeof value === 'string')
  return text.join(' ')
}

const said = (word: string): TextKey | null => (word in english.settings ? (`settings.${word}` as TextKey) : null)

/** `task.created` in the person's language; a kind that is not known yet stays as it is. */
const inWords = (type: string, t: Translate): string => {
  const [thing = '', what = ''] = type.split('.')
  const [noun, verb] = [said(`thing_${thing}`), said(`did_${what}`)]
  return noun && verb ? `${t(noun)} ${t(verb)}` : type.replace('.', ' ')
}

function One({ event }: { event: WorkspaceEvent }) {
  const t = useT()
  const here = useHere()
  const actor = here.person(event.actor)
  const name = actor?.name ?? t(event.actor ? 'settings.somebody' : 'settings.server')
  return (
    <Box component="li" sx={{ display: 'flex', alignItems: 'center', gap: 2.5, px: 4, minHeight: 44, fontSize: '0.8125rem' }}>
      <Avatar id={event.actor ?? 'server'} name={name} picture={actor?.avatar} size={20} decorative />
      <Box sx={{ flex: 1, minWidth: 0, overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' }}>
        <b>{name}</b> <Box component="span" sx={{ color: 'text.secondary' }}>{inWords(event.type, t)}</Box> {about(event)}
      </Box>
      <Box sx={{ color: 'text.secondary', flex: 'none' }}><Ago at={event.at} /></Box>
    </Box>
  )
}

/** One stretch of the log, the newest first. */
function Stretch({ after }: { after: number }) {
  const here = useHere()
  const { data } = useEventsQuery({ workspace: here.slug, after })
  if (!data) return <li><Waiting rows={6} /></li>
  // The beginning of a long log may be gone: then the first page goes on into the next stretch.
  const items = data.items.filter(({ seq }) => stretchOf(seq) === after)
  return [...items].reverse().map((event) => <One key={event.seq} event={event} />)
}

/** What happened in the workspace, the newest first. */
export function Activity() {
  const t = useT()
  const here = useHere()
  const { data } = useWorkspaceQuery(here.slug, { refetchOnMountOrArgChange: true })
  const [heard, setHeard] = useState(0)
  useEffect(() => onEvent(/./, ({ seq }) => {
    setHeard(seq)
    return false
  }), [])
  const newest = stretchOf(Math.max(heard, data?.seq ?? 0))
  const [more, setMore] = useState(1)
  const oldest = Math.max(0, newest - more * STRETCH)
  const stretches = Array.from({ length: (newest - oldest) / STRETCH + 1 }, (_, back) => newest - back * STRETCH)
  return (
    <>
      <SectionHead title={t('settings.activity')} hint={t('settings.activityHint')} />
      <Panel>
        <Box component="ol" sx={{ m: 0, p: 0, listStyle: 'none', '& > li + li': { borderTop: '1px solid var(--rx-palette-token-line)' } }}>
          {stretches.map((after) => <Stretch key={after} after={after} />)}
        </Box>
      </Panel>
      {oldest > 0 && <Button variant="outlined" color="inherit" onClick={() => setMore(more + 1)}>{t('shell.loadMore')}</Button>}
    </>
  )
}
