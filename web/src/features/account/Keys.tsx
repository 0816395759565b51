import Button from '@mui/material/Button'
import { KeyRound } from 'lucide-react'
import { useState } from 'react'

import { useCreateKeyMutation, useDeleteKeyMutation, useKeysQuery } from '@/api/people'
import type { KeyInfo } from '@/api/shapes'
import { inWords } from '@/app/problems'
import { useT } from '@/app/texts'
import { Ago } from '@/parts/Ago'
import { Asking } from '@/parts/Asking'
import { Choice } from '@/parts/Choice'
import { EmptyState } from '@/parts/EmptyState'
import { Field } from '@/parts/Field'
import { Secret } from '@/parts/Secret'
import { Line, Panel, SectionHead } from '@/parts/Sections'
import { Waiting } from '@/parts/Waiting'

const DAY = 86_400
/** How long a key may live, in seconds; empty is for ever. */
const LIVES = { month: 30 * DAY, quarter: 90 * DAY, year: 365 * DAY, ever: undefined } as const
type Life = keyof typeof LIVES

function Make({ open, onClose }: { open: boolean; onClose: () => void }) {
  const t = useT()
  const [create, { data, isLoading, error, reset }] = useCreateKeyMutation()
  const [name, setName] = useState('')
  const [scope, setScope] = useState<KeyInfo['scope']>('read')
  const [life, setLife] = useState<Life>('quarter')
  const close = () => {
    setName('')
    reset()
    onClose()
  }
  if (data) {
    return (
      <Asking open={open} title={t('account.keyMade')} text={t('account.keyMadeHint')} does={t('shell.done')} onDone={close} onClose={close}>
        <Secret name={data.info.name} value={data.key} />
      </Asking>
    )
  }
  const seconds = LIVES[life]
  const done = () => void create({ name: name.trim(), scope, ...(seconds ? { seconds } : {}) })
  return (
    <Asking open={open} title={t('account.keyNew')} does={t('shell.create')} ready={name.trim() !== ''} busy={isLoading} onDone={done} onClose={close}>
      <Field label={t('account.keyName')} value={name} autoFocus placeholder={t('account.keyExample')} wrong={error ? inWords(error, t) : null} onChange={({ target }) => setName(target.value)} />
      <Choice<KeyInfo['scope']> label={t('account.keyScope')} value={scope} onChoose={setScope} options={[{ value: 'read', text: t('account.scopeRead') }, { value: 'write', text: t('account.scopeWrite') }, { value: 'admin', text: t('account.scopeAdmin') }]} />
      <Choice<Life> label={t('account.keyLife')} value={life} onChoose={setLife} options={[{ value: 'month', text: t('account.lifeMonth') }, { value: 'quarter', text: t('account.lifeQuarter') }, { value: 'year', text: t('account.lifeYear') }, { value: 'ever', text: t('account.lifeEver') }]} />
    </Asking>
  )
}

/** Keys for programs. */
export function Keys() {
  const t = useT()
  const { data } = useKeysQuery(null)
  const [remove] = useDeleteKeyMutation()
  const [making, setMaking] = useState(false)
  const [removing, setRemoving] = useState<KeyInfo | null>(null)
  return (
    <>
      <SectionHead title={t('account.keys')} hint={t('account.keysHint')} action={<Button variant="contained" onClick={() => setMaking(true)}>{t('account.keyNew')}</Button>} />
      <Panel>
        {!data && <Waiting rows={2} />}
        {data?.items.length === 0 && <EmptyState icon={KeyRound} title={t('account.keysNone')} hint={t('account.keysNoneHint')} />}
        {data?.items.map((key) => (
          <Line key={key.id} title={key.name} hint={<>{t(key.scope === 'read' ? 'account.scopeRead' : key.scope === 'write' ? 'account.scopeWrite' : 'account.scopeAdmin')}{' · '}{key.used_at ? <>{t('account.keyUsed')} <Ago at={key.used_at} /></> : t('account.keyUnused')}</>}>
            <Button color="inherit" onClick={() => setRemoving(key)}>{t('shell.remove')}</Button>
          </Line>
        ))}
      </Panel>
      <Make open={making} onClose={() => setMaking(false)} />
      <Asking open={removing !== null} danger title={t('account.keyRemove', { name: removing?.name ?? '' })} text={t('account.keyRemoveHint')} does={t('shell.remove')} onClose={() => setRemoving(null)} onDone={() => { if (removing) void remove(removing.id); setRemoving(null) }} />
    </>
  )
}
