import Button from '@mui/material/Button'
import { useRouter } from 'next/router'
import { useState } from 'react'

import { useArchiveWorkspaceMutation, useDeleteWorkspaceMutation, useLeaveWorkspaceMutation, useRestoreWorkspaceMutation, useTransferWorkspaceMutation } from '@/api/workspaces'
import { useLogin } from '@/app/login'
import { useSay } from '@/app/problems'
import { useLanguage, useT } from '@/app/texts'
import { Asking } from '@/parts/Asking'
import { Choice } from '@/parts/Choice'
import { Field } from '@/parts/Field'
import { Line, Panel, SectionHead } from '@/parts/Sections'
import { useHere } from '@/shell/here'

type Question = 'archive' | 'delete' | 'leave' | 'transfer' | null

/** Leaving, handing on, archiving, deleting. */
export function Danger() {
  const t = useT()
  const here = useHere()
  const router = useRouter()
  const login = useLogin()
  const { language } = useLanguage()
  const { say, fail } = useSay()
  const { workspace } = here
  const [question, setQuestion] = useState<Question>(null)
  const [typed, setTyped] = useState('')
  const others = here.members.filter(({ person, role }) => person !== login?.person.id && role !== 'guest')
  const [chosen, setChosen] = useState('')
  const heir = chosen || (others[0]?.person ?? '')
  const [archive] = useArchiveWorkspaceMutation()
  const [remove] = useDeleteWorkspaceMutation()
  const [restore] = useRestoreWorkspaceMutation()
  const [leave] = useLeaveWorkspaceMutation()
  const [transfer] = useTransferWorkspaceMutation()
  const owner = here.role === 'owner'
  const close = () => {
    setQuestion(null)
    setTyped('')
  }
  const tried = async (doing: Promise<{ error?: unknown }>, then?: () => void) => {
    close()
    const { error } = await doing
    if (error) fail(error)
    else then?.()
  }
  const archived = Boolean(workspace.archived_at)
  return (
    <>
      <SectionHead title={t('settings.danger')} hint={t('settings.dangerHint')} />
      <Panel>
        {!owner && (
          <Line title={t('settings.leave')} hint={t('settings.leaveHint')}>
            <Button variant="outlined" color="inherit" onClick={() => setQuestion('leave')}>{t('settings.leave')}</Button>
          </Line>
        )}
        {owner && (
          <Line title={t('settings.transfer')} hint={t('settings.transferHint')}>
            <Button variant="outlined" color="inherit" disabled={others.length === 0} onClick={() => setQuestion('transfer')}>{t('settings.transfer')}</Button>
          </Line>
        )}
        {here.runs && (
          <Line title={t(archived ? 'settings.unarchive' : 'settings.archive')} hint={t('settings.archiveHint')}>
            <Button variant="outlined" color="inherit" onClick={() => (archived ? void tried(archive({ workspace: workspace.id, archived: false })) : setQuestion('archive'))}>{t(archived ? 'settings.unarchive' : 'settings.archive')}</Button>
          </Line>
        )}
        {owner && !workspace.delete_after && (
          <Line title={t('settings.delete')} hint={t('settings.deleteHint')}>
            <Button variant="outlined" color="error" onClick={() => setQuestion('delete')}>{t('settings.delete')}</Button>
          </Line>
        )}
        {owner && workspace.delete_after && (
          <Line title={t('settings.deleted', { day: new Date(workspace.delete_after).toLocaleDateString(language) })}>
            <Button variant="contained" onClick={() => void tried(restore(workspace.id))}>{t('settings.restore')}</Button>
          </Line>
        )}
      </Panel>
      <Asking open={question === 'leave'} danger title={t('settings.leaveAsk', { name: workspace.name })} text={t('settings.leaveHint')} does={t('settings.leave')} onClose={close} onDone={() => void tried(leave(workspace.id), () => void router.push('/'))} />
      <Asking open={question === 'archive'} title={t('settings.archiveAsk', { name: workspace.name })} text={t('settings.archiveHint')} does={t('settings.archive')} onClose={close} onDone={() => void tried(archive({ workspace: workspace.id, archived: true }), () => say(t('settings.archived'), { undo: () => void archive({ workspace: workspace.id, archived: false }) }))} />
      <Asking open={question === 'transfer'} danger title={t('settings.transfer')} text={t('settings.transferHint')} does={t('settings.transfer')} ready={heir !== ''} onClose={close} onDone={() => void tried(transfer({ workspace: workspace.id, person: heir }))}>
        <Choice label={t('settings.heir')} value={heir} onChoose={setChosen} options={others.map(({ person, name }) => ({ value: person, text: name }))} />
      </Asking>
      <Asking open={question === 'delete'} danger title={t('settings.deleteAsk', { name: workspace.name })} text={t('settings.deleteHint')} does={t('settings.delete')} ready={typed === workspace.slug} onClose={close} onDone={() => void tried(remove(workspace.id))}>
        <Field label={t('settings.deleteType', { slug: workspace.slug })} value={typed} autoFocus onChange={({ target }) => setTyped(target.value)} />
      </Asking>
    </>
  )
}
