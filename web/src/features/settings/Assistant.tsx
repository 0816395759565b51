import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import Switch from '@mui/material/Switch'
import { useState } from 'react'

import { useAssistantQuery, useChangeAssistantMutation, useModelCallsQuery, type ModelCall, type Used } from '@/api/assistant'
import { english } from '@/app/english'
import { useSay } from '@/app/problems'
import { useLanguage, useT, type TextKey } from '@/app/texts'
import { Ago } from '@/parts/Ago'
import { Avatar } from '@/parts/Avatar'
import { Line, Panel, SectionHead } from '@/parts/Sections'
import { Waiting } from '@/parts/Waiting'
import { useHere } from '@/shell/here'

/** Calls that are shown at first, and how many more at once. */
const STEP = 20

const purposeOf = (word: string): TextKey | null => (`aiFor_${word}` in english.settings ? (`settings.aiFor_${word}` as TextKey) : null)

function Usage({ name, used, currency }: { name: string; used: Used; currency: string }) {
  const t = useT()
  const { language } = useLanguage()
  const count = (number: number) => number.toLocaleString(language)
  const cost = typeof used.cost === 'number' ? used.cost.toLocaleString(language, { style: 'currency', currency, maximumFractionDigits: 4 }) : t('settings.aiNoPrice')
  return (
    <Line title={name} hint={t('settings.aiUsed', { calls: count(used.calls), asked: count(used.prompt_tokens), answered: count(used.answer_tokens) })}>
      <Box component="span" sx={{ fontVariantNumeric: 'tabular-nums', fontSize: '0.8125rem' }}>{cost}</Box>
    </Line>
  )
}

function Call({ call }: { call: ModelCall }) {
  const t = useT()
  const here = useHere()
  const who = here.person(call.person)
  const purpose = purposeOf(call.purpose)
  const tokens = call.prompt_tokens + call.answer_tokens
  return (
    <Box component="li" sx={{ display: 'flex', alignItems: 'center', flexWrap: 'wrap', columnGap: 2.5, px: 4, py: 1.5, minHeight: 44, fontSize: '0.8125rem' }}>
      <Avatar id={call.person} name={who?.name ?? '?'} picture={who?.avatar} size={20} decorative />
      <Box sx={{ flex: '1 1 200px', minWidth: 0 }}>
        <b>{who?.name ?? t('settings.somebody')}</b> {purpose ? t(purpose) : call.purpose}
        <Box component="span" sx={{ color: 'text.secondary' }}> · {call.model} · {t('settings.aiTook', { tokens, seconds: (call.took_ms / 1000).toFixed(1) })}</Box>
      </Box>
      {call.outcome !== 'answered' && <Box component="span" sx={{ color: 'token.warning' }}>{call.outcome}</Box>}
      <Box sx={{ color: 'text.secondary', flex: 'none' }}><Ago at={call.at} /></Box>
      {call.prompt && <Box component="pre" tabIndex={0} aria-label={t('settings.aiPrompt')} sx={{ flex: '1 1 100%', m: 0, mt: 1, maxHeight: 160, overflow: 'auto', whiteSpace: 'pre-wrap', overflowWrap: 'anywhere', fontSize: '0.75rem', color: 'text.secondary' }}>{call.prompt}</Box>}
    </Box>
  )
}

function Calls() {
  const t = useT()
  const here = useHere()
  const [most, setMost] = useState(STEP)
  const { data } = useModelCallsQuery({ workspace: here.slug, limit: most })
  if (!data) return <Waiting rows={4} />
  if (data.items.length === 0) return <Line title={t('settings.aiNoCalls')} />
  return (
    <>
      <Box component="ol" aria-label={t('settings.aiCalls')} sx={{ m: 0, p: 0, listStyle: 'none', '& > li + li': { borderTop: '1px solid var(--rx-palette-token-line)' } }}>
        {data.items.map((call) => <Call key={call.id} call={call} />)}
      </Box>
      {data.next && most < 100 && <Box sx={{ p: 3 }}><Button variant="outlined" color="inherit" onClick={() => setMost(most + STEP)}>{t('shell.loadMore')}</Button></Box>}
    </>
  )
}

/** Whether the assistant may work here, what it was asked, and what that cost. */
export function Assistant() {
  const t = useT()
  const here = useHere()
  const { fail } = useSay()
  const { language } = useLanguage()
  const { data } = useAssistantQuery(here.slug)
  const [change] = useChangeAssistantMutation()
  if (!data) return <Waiting rows={6} />
  const put = (part: { on?: boolean; keep_prompts?: boolean }) => void change({ workspace: here.slug, version: data.version, ...part }).unwrap().catch(fail)
  const share = Math.min(1, data.tokens_today / Math.max(1, data.tokens_per_day))
  return (
    <>
      <SectionHead title={t('settings.assistant')} hint={t(data.available ? 'settings.assistantHint' : 'settings.assistantNone')} />
      <Panel>
        <Line title={t('settings.aiOn')} hint={data.model ? t('settings.aiModel', { model: data.model }) : undefined}>
          <Switch checked={data.on} disabled={!here.runs} slotProps={{ input: { 'aria-label': t('settings.aiOn') } }} onChange={(_, on) => put({ on })} />
        </Line>
        <Line title={t('settings.aiKeep')} hint={t('settings.aiKeepHint')}>
          <Switch checked={data.keep_prompts} disabled={!here.runs} slotProps={{ input: { 'aria-label': t('settings.aiKeep') } }} onChange={(_, keep) => put({ keep_prompts: keep })} />
        </Line>
      </Panel>
      <Panel title={t('settings.aiUsage')}>
        <Line title={t('settings.aiQuota')} hint={t('settings.aiQuotaSays', { used: data.tokens_today.toLocaleString(language), most: data.tokens_per_day.toLocaleString(language) })}>
          <Box role="meter" aria-label={t('settings.aiQuota')} aria-valuemin={0} aria-valuemax={100} aria-valuenow={Math.round(share * 100)} sx={{ width: 120, height: 6, borderRadius: 3, background: 'var(--rx-palette-token-chosen)' }}>
            <Box sx={{ width: `${share * 100}%`, height: 1, borderRadius: 3, background: share < 1 ? 'var(--rx-palette-token-accent)' : 'var(--rx-palette-token-danger)' }} />
          </Box>
        </Line>
        {data.usage && <Usage name={t('settings.aiToday')} used={data.usage.today} currency={data.usage.currency} />}
        {data.usage && <Usage name={t('settings.aiMonth')} used={data.usage.month} currency={data.usage.currency} />}
      </Panel>
      {here.runs && <Panel title={t('settings.aiCalls')} hint={t('settings.aiCallsHint')}><Calls /></Panel>}
    </>
  )
}
