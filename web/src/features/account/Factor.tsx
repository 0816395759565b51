import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import { useState } from 'react'
import { encode } from 'uqr'

import { useDisableTotpMutation, useEnableTotpMutation, useOfferTotpMutation } from '@/api/people'
import type { Profile } from '@/api/shapes'
import { inWords, useSay } from '@/app/problems'
import { useT } from '@/app/texts'
import { Asking } from '@/parts/Asking'
import { Field } from '@/parts/Field'
import { Secret } from '@/parts/Secret'
import { Line } from '@/parts/Sections'

/** A QR code, drawn here: the secret leaves the page to nobody. */
function Code({ value, name }: { value: string; name: string }) {
  const { data, size } = encode(value, { border: 2 })
  const path = data.flatMap((row, y) => row.map((on, x) => (on ? `M${x} ${y}h1v1h-1z` : ''))).join('')
  return (
    <Box sx={{ justifySelf: 'center', p: 2, borderRadius: 2, background: '#fff', border: '1px solid', borderColor: 'token.line' }}>
      <svg role="img" aria-label={name} width={176} height={176} viewBox={`0 0 ${size} ${size}`} shapeRendering="crispEdges" style={{ display: 'block' }}>
        <path d={path} fill="#111" />
      </svg>
    </Box>
  )
}

function Enable({ offer, open, onClose }: { offer: { secret: string; url: string }; open: boolean; onClose: () => void }) {
  const t = useT()
  const [code, setCode] = useState('')
  const [password, setPassword] = useState('')
  const [enable, { data, isLoading, error }] = useEnableTotpMutation()
  if (data) {
    return (
      <Asking open={open} title={t('account.recovery')} text={t('account.recoveryHint')} does={t('account.recoveryDone')} onDone={onClose} onClose={onClose}>
        <Box component="ul" sx={{ m: 0, p: 4, listStyle: 'none', columns: 2, fontFamily: 'ui-monospace, Menlo, monospace', fontSize: '0.8125rem', lineHeight: 2, borderRadius: 2, background: 'var(--rx-palette-token-sunken)' }}>
          {data.codes.map((one) => <li key={one}>{one}</li>)}
        </Box>
        <Secret name={t('account.recovery')} value={data.codes.join(' ')} />
      </Asking>
    )
  }
  const done = () => void enable({ secret: offer.secret, code: code.replace(/\s/g, ''), password })
  return (
    <Asking open={open} title={t('account.factorOn')} text={t('account.factorScan')} does={t('account.factorDo')} busy={isLoading} ready={code.length >= 6 && password !== ''} onDone={done} onClose={onClose}>
      <Code value={offer.url} name={t('account.factorCode')} />
      <Secret name={t('account.factorSecret')} value={offer.secret} />
      <Field label={t('enter.code')} value={code} autoComplete="one-time-code" inputProps={{ inputMode: 'numeric', maxLength: 7 }} onChange={({ target }) => setCode(target.value)} />
      <Field label={t('account.passwordCurrent')} type="password" autoComplete="current-password" value={password} wrong={error ? inWords(error, t) : null} onChange={({ target }) => setPassword(target.value)} />
    </Asking>
  )
}

/** The second factor: an authenticator app. */
export function Factor({ me }: { me: Profile }) {
  const t = useT()
  const { say, fail } = useSay()
  const [offer, { data, reset }] = useOfferTotpMutation()
  const [disable, { isLoading, error }] = useDisableTotpMutation()
  const [asking, setAsking] = useState(false)
  const [password, setPassword] = useState('')
  const begin = async () => {
    const offered = await offer(null)
    if (offered.error) fail(offered.error)
  }
  const end = async () => {
    const ended = await disable({ password })
    if (ended.error) return
    setAsking(false)
    setPassword('')
    say(t('account.factorOff'))
  }
  return (
    <Line title={t('account.factor')} hint={t(me.totp ? 'account.factorIsOn' : 'account.factorHint')}>
      {me.totp ? (
        <Button variant="outlined" color="inherit" onClick={() => setAsking(true)}>{t('account.factorTurnOff')}</Button>
      ) : (
        <Button variant="outlined" color="inherit" onClick={() => void begin()}>{t('account.factorTurnOn')}</Button>
      )}
      {data && <Enable open offer={data} onClose={reset} />}
      <Asking open={asking} danger title={t('account.factorTurnOff')} text={t('account.factorOffHint')} does={t('account.factorTurnOff')} busy={isLoading} ready={password !== ''} onDone={() => void end()} onClose={() => setAsking(false)}>
        <Field label={t('account.passwordCurrent')} type="password" autoFocus autoComplete="current-password" value={password} wrong={error ? inWords(error, t) : null} onChange={({ target }) => setPassword(target.value)} />
      </Asking>
    </Line>
  )
}
