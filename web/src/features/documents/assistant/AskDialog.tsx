import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import Dialog from '@mui/material/Dialog'
import DialogActions from '@mui/material/DialogActions'
import DialogContent from '@mui/material/DialogContent'
import DialogTitle from '@mui/material/DialogTitle'
import { useId, useState, type SyntheticEvent } from 'react'

import { useAskAssistantMutation, useAssistantQuery, useChangeAssistantMutation, type WritingTask } from '@/api/assistant'
import { inWords, useSay } from '@/app/problems'
import { useT, type TextKey } from '@/app/texts'
import { Choice } from '@/parts/Choice'
import { Field } from '@/parts/Field'
import { useHere } from '@/shell/here'

import type { Asking, Desk } from './Desk'
import { aboutOf, TASKS } from './tasks'

/** Letters of a wish, and of the name of a language. */
const LONGEST = { prompt: 4_000, language: 60 }
const WORDS: Partial<Record<WritingTask, TextKey>> = { rewrite: 'documents.aiRewriteHow', draft: 'documents.aiDraftWhat' }

interface AskDialogProps {
  document: string
  desk: Desk
  asking: Asking
  onAsked: (job: string) => void
}

/** Asks the assistant to write; says so calmly where it is switched off. */
export function AskDialog({ document, desk, asking, onAsked }: AskDialogProps) {
  const t = useT()
  const id = useId()
  const here = useHere()
  const { fail } = useSay()
  const { data } = useAssistantQuery(here.slug)
  const [turn, turning] = useChangeAssistantMutation()
  const [ask, { isLoading, error }] = useAskAssistantMutation()
  // What changes words needs some.
  const offered = TASKS.filter(({ replaces }) => !replaces || asking.selection !== null)
  const [task, setTask] = useState<WritingTask>('summarise')
  const [words, setWords] = useState('')
  const [language, setLanguage] = useState('')
  const about = aboutOf(task, asking)
  const off = data?.on === false
  const wanted = WORDS[task]
  const missing = (wanted !== undefined && words.trim() === '') || (task === 'translate' && language.trim() === '')
  const close = () => desk.close()
  const submit = (event: SyntheticEvent) => {
    event.preventDefault()
    event.stopPropagation()
    if (missing || isLoading || off) return
    const writing = { task, prompt: wanted ? words.trim() : '', ...(task === 'translate' ? { language: language.trim() } : {}), ...(about ? { selection: about } : {}) }
    ask({ document, writing }).unwrap().then((job) => { onAsked(job.id); close() }).catch(() => undefined)
  }
  return (
    <Dialog open onClose={close} fullWidth maxWidth="xs" transitionDuration={90} aria-labelledby={id}>
      <Box component="form" noValidate onSubmit={submit}>
        <DialogTitle id={id}>{t('documents.ai')}</DialogTitle>
        <DialogContent sx={{ display: 'grid', gap: 4 }}>
          {off ? (
            <Box>{t(here.runs ? 'documents.aiOffRuns' : 'documents.aiOff')}</Box>
          ) : (
            <>
              <Choice label={t('documents.aiTask')} value={task} options={offered.map(({ task: value, text }) => ({ value, text: t(text) }))} onChoose={setTask} />
              {wanted && <Field label={t(wanted)} value={words} multiline minRows={2} maxRows={8} inputProps={{ maxLength: LONGEST.prompt }} onChange={({ target }) => setWords(target.value)} />}
              {task === 'translate' && <Field label={t('documents.aiLanguage')} value={language} inputProps={{ maxLength: LONGEST.language }} onChange={({ target }) => setLanguage(target.value)} />}
              <Box sx={{ fontSize: '0.8125rem', color: 'text.secondary' }}>{t(about ? 'documents.aiAboutPart' : 'documents.aiAboutAll')}</Box>
              {error && <Box role="alert" sx={{ color: 'token.danger', fontSize: '0.8125rem' }}>{inWords(error, t)}</Box>}
            </>
          )}
        </DialogContent>
        <DialogActions>
          <Button color="inherit" onClick={close}>{t('shell.cancel')}</Button>
          {off && here.runs && <Button variant="contained" loading={turning.isLoading} onClick={() => { turn({ workspace: here.slug, on: true }).unwrap().catch(fail) }}>{t('documents.aiTurnOn')}</Button>}
          {!off && <Button type="submit" variant="contained" disabled={missing} loading={isLoading}>{t('documents.aiAsk')}</Button>}
        </DialogActions>
      </Box>
    </Dialog>
  )
}
