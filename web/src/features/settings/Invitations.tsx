import Button from '@mui/material/Button'
import { MailPlus } from 'lucide-react'
import { useState } from 'react'

import type { Role } from '@/api/shapes'
import { useInvitationsQuery, useInviteMutation, useWithdrawInvitationMutation } from '@/api/workspaces'
import { inWords } from '@/app/problems'
import { useLanguage, useT } from '@/app/texts'
import { Asking } from '@/parts/Asking'
import { Choice } from '@/parts/Choice'
import { EmptyState } from '@/parts/EmptyState'
import { Field } from '@/parts/Field'
import { Secret } from '@/parts/Secret'
import { Line, Panel, SectionHead } from '@/parts/Sections'
import { Waiting } from '@/parts/Waiting'
import { useHere } from '@/shell/here'

import { ROLES } from './Members'

function Invite({ open, onClose }: { open: boolean; onClose: () => void }) {
  const t = useT()
  const here = useHere()
  const [invite, { data, isLoading, error, reset }] = useInviteMutation()
  const [email, setEmail] = useState('')
  const [role, setRole] = useState<Exclude<Role, 'owner'>>('member')
  const close = () => {
    setEmail('')
    reset()
    onClose()
  }
  if (data) {
    return (
      <Asking open={open} title={t('settings.invited')} text={data.invitation.email ? t('settings.invitedMail', { email: data.invitation.email }) : t('settings.invitedLink')} does={t('shell.done')} onDone={close} onClose={close}>
        <Secret name={t('settings.link')} value={data.url} />
      </Asking>
    )
  }
  const done = () => void invite({ workspace: here.slug, role, ...(email.trim() ? { email: email.trim() } : {}) })
  return (
    <Asking open={open} title={t('settings.invite')} does={t('settings.inviteDo')} busy={isLoading} onDone={done} onClose={close}>
      <Field label={`${t('enter.email')} (${t('shell.optional')})`} type="email" autoFocus value={email} hint={t('settings.inviteHint')} wrong={error ? inWords(error, t) : null} onChange={({ target }) => setEmail(target.value)} />
      <Choice<Exclude<Role, 'owner'>> label={t('settings.role')} value={role} onChoose={setRole} options={ROLES.map((value) => ({ value, text: t(`settings.${value}`) }))} />
    </Asking>
  )
}

/** Who was asked to come in. */
export function Invitations() {
  const t = useT()
  const here = useHere()
  const { language } = useLanguage()
  const { data } = useInvitationsQuery(here.slug, { skip: !here.runs })
  const [withdraw] = useWithdrawInvitationMutation()
  const [inviting, setInviting] = useState(false)
  if (!here.runs) return <SectionHead title={t('settings.invitations')} hint={t('settings.onlyAdmins')} />
  return (
    <>
      <SectionHead title={t('settings.invitations')} hint={t('settings.invitationsHint')} action={<Button variant="contained" onClick={() => setInviting(true)}>{t('settings.invite')}</Button>} />
      <Panel>
        {!data && <Waiting rows={2} />}
        {data?.items.length === 0 && <EmptyState icon={MailPlus} title={t('settings.invitationsNone')} hint={t('settings.invitationsNoneHint')} />}
        {data?.items.map((invitation) => (
          <Line
            key={invitation.id}
            title={invitation.email ?? t('settings.anybody')}
            hint={`${t(`settings.${invitation.role}`)} · ${t('settings.until', { day: new Date(invitation.expires_at).toLocaleDateString(language) })}`}
          >
            <Button color="inherit" onClick={() => void withdraw({ workspace: here.slug, invitation: invitation.id })}>{t('settings.withdraw')}</Button>
          </Line>
        ))}
      </Panel>
      <Invite open={inviting} onClose={() => setInviting(false)} />
    </>
  )
}
