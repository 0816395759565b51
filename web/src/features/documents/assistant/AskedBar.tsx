import Button from '@mui/material/Button'
import { useEffect } from 'react'

import { useStopWritingMutation, useWritingJobQuery } from '@/api/assistant'
import { useSay } from '@/app/problems'
import { useT } from '@/app/texts'

import { Bar } from './Bar'
import { nameOf } from './tasks'

/** Milliseconds after which a job is looked up again. */
const AGAIN = 1_000
const OVER = new Set(['accepted', 'rejected', 'stopped'])

/** A job that has not written anything yet, or failed. */
export function AskedBar({ document, job, onOver }: { document: string; job: string; onOver: () => void }) {
  const t = useT()
  const { fail } = useSay()
  const { data } = useWritingJobQuery({ document, job }, { pollingInterval: AGAIN })
  const [stop, { isLoading }] = useStopWritingMutation()
  const over = data !== undefined && OVER.has(data.state)
  useEffect(() => { if (over) onOver() }, [over, onOver])
  if (!data || over) return null
  const task = t(nameOf(data.task))
  const failed = data.state === 'failed'
  return (
    <Bar job={job} text={failed ? t('documents.aiFailed', { task, detail: data.problem ?? '' }) : t('documents.aiWaits', { task })}>
      {failed ? (
        <Button size="small" color="inherit" onClick={onOver}>{t('documents.aiDismiss')}</Button>
      ) : (
        <Button size="small" variant="outlined" color="inherit" loading={isLoading} onClick={() => { stop({ document, job }).unwrap().catch(fail) }}>{t('documents.aiStop')}</Button>
      )}
    </Bar>
  )
}
