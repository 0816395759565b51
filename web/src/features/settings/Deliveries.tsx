import Box from '@mui/material/Box'
import Button from '@mui/material/Button'

import { useDeliveriesQuery, useRedeliverMutation, type Delivery, type Webhook } from '@/api/webhooks'
import { useT } from '@/app/texts'
import { Ago } from '@/parts/Ago'
import { Asking } from '@/parts/Asking'
import { Line } from '@/parts/Sections'
import { Waiting } from '@/parts/Waiting'
import { useHere } from '@/shell/here'

/** Milliseconds between two looks at deliveries that are under way. */
const LOOK = 3_000

const COLOR: Record<Delivery['state'], string> = { waiting: 'text.secondary', delivered: 'token.success', failed: 'token.danger', withheld: 'text.secondary' }

/** What a webhook was told, and what came back. */
export function Deliveries({ hook, onClose }: { hook: Webhook; onClose: () => void }) {
  const t = useT()
  const here = useHere()
  const of = { workspace: here.slug, webhook: hook.id }
  const { data } = useDeliveriesQuery(of, { pollingInterval: LOOK })
  const [redeliver] = useRedeliverMutation()
  return (
    <Asking open title={t('settings.hookDeliveries')} text={hook.url} does={t('shell.done')} onDone={onClose} onClose={onClose}>
      <Box sx={{ mx: -4, '& > * + *': { borderTop: '1px solid var(--rx-palette-token-line)' } }}>
        {!data && <Waiting rows={3} />}
        {data?.items.length === 0 && <Box sx={{ px: 4, color: 'text.secondary' }}>{t('settings.hookDeliveriesNone')}</Box>}
        {data?.items.map((delivery) => (
          <Line
            key={delivery.id}
            title={delivery.type}
            hint={<><Box component="span" sx={{ color: COLOR[delivery.state] }}>{t(`settings.delivery_${delivery.state}`)}</Box>{' · '}{delivery.status ?? delivery.problem ?? ''} {' '}<Ago at={delivery.attempted_at ?? delivery.created_at} /></>}
          >
            {delivery.state !== 'waiting' && <Button color="inherit" onClick={() => void redeliver({ ...of, delivery: delivery.id })}>{t('settings.hookAgain')}</Button>}
          </Line>
        ))}
      </Box>
    </Asking>
  )
}
