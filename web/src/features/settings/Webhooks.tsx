import Button from '@mui/material/Button'
import Menu from '@mui/material/Menu'
import MenuItem from '@mui/material/MenuItem'
import { Ellipsis, Webhook as Sign } from 'lucide-react'
import { useState } from 'react'

import { useChangeWebhookMutation, useCreateWebhookMutation, usePingWebhookMutation, useRemoveWebhookMutation, useRotateSecretMutation, useWebhooksQuery, type Webhook } from '@/api/webhooks'
import { inWords, useSay } from '@/app/problems'
import { useT } from '@/app/texts'
import { Asking } from '@/parts/Asking'
import { EmptyState } from '@/parts/EmptyState'
import { Field } from '@/parts/Field'
import { Secret } from '@/parts/Secret'
import { Line, Panel, SectionHead } from '@/parts/Sections'
import { Tip } from '@/parts/Tip'
import { Waiting } from '@/parts/Waiting'
import { useHere } from '@/shell/here'

import { Deliveries } from './Deliveries'

const patterns = (text: string): string[] => text.split(/[\s,]+/).filter(Boolean)

function Shown({ secret, onClose }: { secret: string; onClose: () => void }) {
  const t = useT()
  return (
    <Asking open title={t('settings.hookSecret')} text={t('settings.hookSecretHint')} does={t('shell.done')} onDone={onClose} onClose={onClose}>
      <Secret name={t('settings.hookSecret')} value={secret} />
    </Asking>
  )
}

function Make({ onClose }: { onClose: () => void }) {
  const t = useT()
  const here = useHere()
  const [create, { data, isLoading, error }] = useCreateWebhookMutation()
  const [url, setUrl] = useState('')
  const [events, setEvents] = useState('*')
  if (data) return <Shown secret={data.secret} onClose={onClose} />
  const done = () => void create({ workspace: here.slug, url: url.trim(), events: patterns(events) })
  return (
    <Asking open title={t('settings.hookNew')} does={t('shell.create')} busy={isLoading} ready={/^https?:\/\//.test(url.trim()) && patterns(events).length > 0} onDone={done} onClose={onClose}>
      <Field label={t('settings.hookUrl')} type="url" autoFocus value={url} placeholder="https://example.org/hook" wrong={error ? inWords(error, t) : null} onChange={({ target }) => setUrl(target.value)} />
      <Field label={t('settings.hookEvents')} value={events} hint={t('settings.hookEventsHint')} onChange={({ target }) => setEvents(target.value)} />
    </Asking>
  )
}

function One({ hook }: { hook: Webhook }) {
  const t = useT()
  const here = useHere()
  const { say, fail } = useSay()
  const [anchor, setAnchor] = useState<HTMLElement | null>(null)
  const [looking, setLooking] = useState(false)
  const [removing, setRemoving] = useState(false)
  const [change] = useChangeWebhookMutation()
  const [remove] = useRemoveWebhookMutation()
  const [ping] = usePingWebhookMutation()
  const [rotate, rotated] = useRotateSecretMutation()
  const of = { workspace: here.slug, webhook: hook.id }
  const tried = async (doing: Promise<{ error?: unknown }>, then?: string) => {
    setAnchor(null)
    const { error } = await doing
    if (error) fail(error)
    else if (then) say(then)
  }
  const state = hook.active ? hook.events.join(', ') : t(`settings.hook_${hook.reason ?? 'asked'}`)
  return (
    <>
      <Line title={hook.url} hint={state}>
        <Button color="inherit" onClick={() => setLooking(true)}>{t('settings.hookDeliveries')}</Button>
        <Tip name={`${t('shell.more')}: ${hook.url}`} icon={Ellipsis} aria-haspopup="menu" onClick={(event) => setAnchor(event.currentTarget)} />
      </Line>
      <Menu open={anchor !== null} anchorEl={anchor} onClose={() => setAnchor(null)}>
        <MenuItem onClick={() => void tried(ping(of), t('settings.hookPinged'))}>{t('settings.hookPing')}</MenuItem>
        <MenuItem onClick={() => void tried(change({ ...of, active: !hook.active, version: hook.version }))}>{t(hook.active ? 'settings.hookPause' : 'settings.hookResume')}</MenuItem>
        <MenuItem onClick={() => void tried(rotate(of))}>{t('settings.hookRotate')}</MenuItem>
        <MenuItem onClick={() => { setAnchor(null); setRemoving(true) }}>{t('shell.remove')}</MenuItem>
      </Menu>
      {rotated.data && <Shown secret={rotated.data.secret} onClose={rotated.reset} />}
      {looking && <Deliveries hook={hook} onClose={() => setLooking(false)} />}
      <Asking open={removing} danger title={t('settings.hookRemove')} text={hook.url} does={t('shell.remove')} onClose={() => setRemoving(false)} onDone={() => { setRemoving(false); void tried(remove(of)) }} />
    </>
  )
}

/** Other servers that are told what happens here. */
export function Webhooks() {
  const t = useT()
  const here = useHere()
  const { data } = useWebhooksQuery(here.slug, { skip: !here.runs })
  const [making, setMaking] = useState(false)
  if (!here.runs) return <SectionHead title={t('settings.webhooks')} hint={t('settings.onlyAdmins')} />
  return (
    <>
      <SectionHead title={t('settings.webhooks')} hint={t('settings.webhooksHint')} action={<Button variant="contained" onClick={() => setMaking(true)}>{t('settings.hookNew')}</Button>} />
      <Panel>
        {!data && <Waiting rows={2} />}
        {data?.items.length === 0 && <EmptyState icon={Sign} title={t('settings.hooksNone')} hint={t('settings.hooksNoneHint')} />}
        {data?.items.map((hook) => <One key={hook.id} hook={hook} />)}
      </Panel>
      {making && <Make onClose={() => setMaking(false)} />}
    </>
  )
}
