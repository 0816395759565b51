import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import Tab from '@mui/material/Tab'
import Tabs from '@mui/material/Tabs'
import Typography from '@mui/material/Typography'
import { CalendarClock, Check, CheckCheck, Inbox } from 'lucide-react'
import { useMemo, useState } from 'react'

import { useNotificationsQuery, useReadAllMutation, useReadNotificationMutation } from '@/api/notifications'
import type { Notification } from '@/api/shapes'
import { useWorkspacesQuery } from '@/api/workspaces'
import { useT, type TextKey } from '@/app/texts'
import { hrefOfPlace } from '@/features/search/places'
import { Ago } from '@/parts/Ago'
import { Avatar } from '@/parts/Avatar'
import { EmptyState } from '@/parts/EmptyState'
import { Go } from '@/parts/Go'
import { Tip } from '@/parts/Tip'
import { Waiting } from '@/parts/Waiting'
import { useCommands, type Command } from '@/shell/commands'
import { Crumbs } from '@/shell/Crumbs'
import { useHere } from '@/shell/here'
import { InTopBar } from '@/shell/slots'

const TOLD: Record<Notification['kind'], TextKey> = {
  mention: 'work.toldMention',
  assignment: 'work.toldAssignment',
  comment: 'work.toldComment',
  due_soon: 'work.toldDue',
  invitation: 'work.toldInvitation',
  webhook: 'work.toldWebhook'
}

function One({ notification, onRead }: { notification: Notification; onRead: () => void }) {
  const t = useT()
  const here = useHere()
  const { data } = useWorkspacesQuery(null)
  const actor = here.person(notification.actor)
  const slug = data?.items.find(({ id }) => id === notification.workspace)?.slug ?? here.slug
  const waits = !notification.read_at
  const who = actor?.name ?? ''
  return (
    <Box component="li" sx={{ position: 'relative', display: 'flex', alignItems: 'flex-start', borderRadius: 2, '&:hover': { background: 'var(--rx-palette-token-hover)' }, '&:hover .rx-read, &:focus-within .rx-read': { opacity: 1 } }}>
      <Box
        component={Go}
        href={hrefOfPlace(slug, notification.place_kind, notification.place_kind === 'task' ? (notification.title.split(' ')[0] ?? notification.place) : notification.place, notification.thread)}
        onClick={waits ? onRead : undefined}
        sx={{ flex: 1, minWidth: 0, display: 'flex', gap: 3, p: 3, pr: { xs: 22, sm: 14 }, textDecoration: 'none', borderRadius: 2 }}
      >
        <Box sx={{ position: 'relative', flex: 'none', pt: 0.5 }}>
          {actor ? <Avatar id={actor.person} name={actor.name} picture={actor.avatar} size={28} decorative /> : <Box sx={{ width: 28, height: 28, display: 'grid', placeItems: 'center', color: 'text.secondary' }}><CalendarClock size={18} aria-hidden /></Box>}
          {waits && <Box role="img" aria-label={t('work.isUnread')} sx={{ position: 'absolute', top: 0, right: -2, width: 9, height: 9, borderRadius: '50%', background: 'var(--rx-palette-token-accent)', border: '2px solid var(--rx-palette-token-ground)', boxSizing: 'content-box' }} />}
        </Box>
        <Box sx={{ minWidth: 0, flex: 1 }}>
          <Box sx={{ fontSize: '0.875rem', fontWeight: waits ? 600 : 500, color: waits ? 'text.primary' : 'text.secondary', overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' }}>{notification.title}</Box>
          <Box sx={{ fontSize: '0.8125rem', color: 'text.secondary', display: '-webkit-box', WebkitLineClamp: 2, WebkitBoxOrient: 'vertical', overflow: 'hidden' }}>
            {who} {t(TOLD[notification.kind])}
            {notification.excerpt && notification.kind !== 'due_soon' && `: ${notification.excerpt}`}
          </Box>
        </Box>
      </Box>
      <Box sx={{ position: 'absolute', right: 12, top: 12, display: 'flex', alignItems: 'center', gap: 1, fontSize: '0.75rem', color: 'text.secondary' }}>
        {waits && (
          <Box className="rx-read" sx={{ opacity: 0, transition: 'opacity 90ms', '@media (pointer: coarse)': { opacity: 1 } }}>
            <Tip name={t('work.readOne')} icon={Check} onClick={onRead} />
          </Box>
        )}
        <Ago at={notification.created_at} />
      </Box>
    </Box>
  )
}

/** What the person was told; new things come in by themselves. */
export function InboxPage() {
  const t = useT()
  const here = useHere()
  const [unread, setUnread] = useState(false)
  const [after, setAfter] = useState<string | undefined>(undefined)
  const { data, isFetching } = useNotificationsQuery({ ...(unread ? { unread } : {}), ...(after ? { after } : {}) })
  const [read] = useReadNotificationMutation()
  const [readAll] = useReadAllMutation()
  const commands = useMemo<Command[]>(() => [{ id: 'read-all', text: t('work.readAll'), group: 'do', icon: CheckCheck, run: () => void readAll(null) }], [t, readAll])
  useCommands(commands)
  const waiting = (data?.items ?? []).some(({ read_at }) => !read_at)
  return (
    <Box sx={{ maxWidth: 760, mx: 'auto', px: { xs: 2, sm: 6 }, py: { xs: 3, md: 7 } }}>
      <Crumbs items={[{ text: here.workspace.name, href: `/w/${here.slug}` }, { text: t('shell.inbox') }]} />
      <InTopBar place="actions">
        {waiting && <Tip name={t('work.readAll')} icon={CheckCheck} onClick={() => void readAll(null)} />}
      </InTopBar>
      <Typography variant="h1" sx={{ mx: 3, mb: 3 }}>{t('shell.inbox')}</Typography>
      <Tabs value={unread ? 1 : 0} aria-label={t('shell.inbox')} onChange={(_, at: number) => { setUnread(at === 1); setAfter(undefined) }} sx={{ mx: 3, mb: 2 }}>
        <Tab label={t('work.inboxAll')} />
        <Tab label={t('work.inboxUnread')} />
      </Tabs>
      {!data && <Waiting rows={6} />}
      {data?.items.length === 0 && <EmptyState icon={Inbox} title={t('work.inboxNone')} hint={t('work.inboxNoneHint')} />}
      <Box component="ul" sx={{ m: 0, p: 0, listStyle: 'none', display: 'grid', gridTemplateColumns: 'minmax(0, 1fr)', gap: '2px' }}>
        {data?.items.map((notification) => <One key={notification.id} notification={notification} onRead={() => void read(notification.id)} />)}
      </Box>
      {data?.next && (
        <Button variant="outlined" color="inherit" loading={isFetching} sx={{ m: 3 }} onClick={() => setAfter(data.next ?? undefined)}>
          {t('shell.loadMore')}
        </Button>
      )}
    </Box>
  )
}
