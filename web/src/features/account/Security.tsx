import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import { Monitor, Smartphone } from 'lucide-react'
import { useState } from 'react'

import { useChangePasswordMutation, useEndOtherSessionsMutation, useEndSessionMutation, useSessionsQuery } from '@/api/people'
import type { Profile, SessionInfo } from '@/api/shapes'
import { inWords, useSay } from '@/app/problems'
import { useT } from '@/app/texts'
import { passwordWrong } from '@/features/enter/rules'
import { Ago } from '@/parts/Ago'
import { Asking } from '@/parts/Asking'
import { Field } from '@/parts/Field'
import { Line, Panel, SectionHead } from '@/parts/Sections'
import { Waiting } from '@/parts/Waiting'

import { Factor } from './Factor'

function Password() {
  const t = useT()
  const { say } = useSay()
  const [open, setOpen] = useState(false)
  const [current, setCurrent] = useState('')
  const [next, setNext] = useState('')
  const [save, { isLoading, error, reset }] = useChangePasswordMutation()
  const wrong = passwordWrong(next)
  const close = () => {
    setOpen(false)
    setCurrent('')
    setNext('')
    reset()
  }
  const done = async () => {
    const saved = await save({ current, new: next })
    if (saved.error) return
    close()
    say(t('account.passwordChanged'))
  }
  return (
    <Line title={t('enter.password')} hint={t('account.passwordHint')}>
      <Button variant="outlined" color="inherit" onClick={() => setOpen(true)}>{t('shell.change')}</Button>
      <Asking open={open} title={t('account.passwordDo')} does={t('shell.save')} busy={isLoading} ready={current !== '' && next !== '' && !wrong} onDone={() => void done()} onClose={close}>
        <Field label={t('account.passwordCurrent')} type="password" autoComplete="current-password" autoFocus value={current} wrong={error ? inWords(error, t) : null} onChange={({ target }) => setCurrent(target.value)} />
        <Field label={t('enter.newPassword')} type="password" autoComplete="new-password" value={next} hint={t('enter.passwordHint')} wrong={wrong && t(wrong)} onChange={({ target }) => setNext(target.value)} />
      </Asking>
    </Line>
  )
}

const browserOf = (agent: string): string => {
  const browser = ['Edg', 'Firefox', 'Chrome', 'Safari'].find((name) => agent.includes(name)) ?? agent.split('/')[0] ?? ''
  const system = ['Windows', 'Android', 'iPhone', 'Mac OS', 'Linux'].find((name) => agent.includes(name))
  return [browser === 'Edg' ? 'Edge' : browser, system].filter(Boolean).join(', ')
}

/** One login as a line. */
export function SessionLine({ session, onEnd }: { session: SessionInfo; onEnd?: () => void }) {
  const t = useT()
  const Icon = /Mobile|Android|iPhone/.test(session.user_agent) ? Smartphone : Monitor
  return (
    <Line
      before={<Box sx={{ color: 'token.textFaint', display: 'grid' }}><Icon size={18} strokeWidth={1.6} aria-hidden /></Box>}
      title={browserOf(session.user_agent) || t('account.device')}
      hint={<>{session.address}{' · '}{session.current ? t('account.thisDevice') : <Ago at={session.used_at} />}</>}
    >
      {!session.current && onEnd && <Button color="inherit" onClick={onEnd}>{t('shell.logOut')}</Button>}
    </Line>
  )
}

/** Password, second factor, and where one is logged in. */
export function Security({ me }: { me: Profile }) {
  const t = useT()
  const { data } = useSessionsQuery(null)
  const [end] = useEndSessionMutation()
  const [endOthers] = useEndOtherSessionsMutation()
  const others = (data?.items ?? []).some(({ current }) => !current)
  return (
    <>
      <SectionHead title={t('account.security')} hint={t('account.securityHint')} />
      <Panel>
        <Password />
        <Factor me={me} />
      </Panel>
      <Panel title={t('account.sessions')} hint={t('account.sessionsHint')}>
        {!data && <Waiting rows={2} />}
        {data?.items.map((session) => <SessionLine key={session.id} session={session} onEnd={() => void end(session.id)} />)}
        {others && (
          <Box sx={{ p: 3 }}>
            <Button color="inherit" onClick={() => void endOthers(null)}>{t('account.sessionsEnd')}</Button>
          </Box>
        )}
      </Panel>
    </>
  )
}
