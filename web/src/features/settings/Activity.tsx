import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import { useState } from 'react'

import { useEventsQuery } from '@/api/events'
import type { WorkspaceEvent } from '@/api/shapes'
import { english } from '@/app/english'
import { useT, type TextKey, type Translate } from '@/app/texts'
import { Ago } from '@/parts/Ago'
import { Avatar } from '@/parts/Avatar'
import { Panel, SectionHead } from '@/parts/Sections'
import { Waiting } from '@/parts/Waiting'
import { useHere } from '@/shell/here'

/** Events that are shown at once. */
const PAGE = 60

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

/** What happened in the workspace, the newest first. */
export function Activity() {
  const t = useT()
  const here = useHere()
  const head = here.workspace.seq ?? 0
  const [pages, setPages] = useState(1)
  const after = Math.max(0, head - PAGE * pages)
  const { data, isFetching } = useEventsQuery({ workspace: here.slug, after, limit: Math.min(200, PAGE * pages) })
  const items = [...(data?.items ?? [])].reverse()
  return (
    <>
      <SectionHead title={t('settings.activity')} hint={t('settings.activityHint')} />
      <Panel>
        {!data && <Waiting rows={6} />}
        <Box component="ol" sx={{ m: 0, p: 0, listStyle: 'none', '& > li + li': { borderTop: '1px solid var(--rx-palette-token-line)' } }}>
          {items.map((event) => <One key={event.seq} event={event} />)}
        </Box>
      </Panel>
      {after > 0 && PAGE * pages < 200 && <Button variant="outlined" color="inherit" loading={isFetching} onClick={() => setPages(pages + 1)}>{t('shell.loadMore')}</Button>}
    </>
  )
}
