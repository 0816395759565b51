import Button from '@mui/material/Button'
import { useState } from 'react'

import type { Member, Role } from '@/api/shapes'
import { useChangeMemberMutation, useRemoveMemberMutation } from '@/api/workspaces'
import { useLogin } from '@/app/login'
import { useSay } from '@/app/problems'
import { useT } from '@/app/texts'
import { Asking } from '@/parts/Asking'
import { Avatar } from '@/parts/Avatar'
import { Choice } from '@/parts/Choice'
import { Go } from '@/parts/Go'
import { Line, Panel, SectionHead } from '@/parts/Sections'
import { useHere } from '@/shell/here'

/** Roles that can be given; who owns the workspace is handed on elsewhere. */
export const ROLES: readonly Exclude<Role, 'owner'>[] = ['guest', 'member', 'admin']

function One({ member, self, onRemove }: { member: Member; self: boolean; onRemove: () => void }) {
  const t = useT()
  const here = useHere()
  const { say, fail } = useSay()
  const [change] = useChangeMemberMutation()
  const mayChange = here.runs && !self && member.role !== 'owner' && (member.role !== 'admin' || here.role === 'owner')
  const set = async (role: Role, undo: boolean) => {
    const before = member.role
    const changed = await change({ workspace: here.slug, person: member.person, role })
    if (changed.error) fail(changed.error)
    else if (undo) say(t('settings.roleChanged', { name: member.name, role: t(`settings.${role}`) }), { undo: () => void set(before, false) })
  }
  return (
    <Line before={<Avatar id={member.person} name={member.name} picture={member.avatar} size={28} decorative />} title={member.name} hint={`@${member.handle}`}>
      {mayChange ? (
        <>
          <Choice<Role> quiet label={t('settings.roleOf', { name: member.name })} width={124} value={member.role} onChoose={(role) => void set(role, true)} options={ROLES.filter((role) => role !== 'admin' || here.role === 'owner' || here.runs).map((value) => ({ value, text: t(`settings.${value}`) }))} />
          <Button color="inherit" onClick={onRemove} aria-label={`${t('shell.remove')}: ${member.name}`}>
            {t('shell.remove')}
          </Button>
        </>
      ) : (
        <span style={{ fontSize: '0.8125rem' }}>{t(`settings.${member.role}`)}</span>
      )}
    </Line>
  )
}

/** Who is in the workspace, and as what. */
export function Members() {
  const t = useT()
  const here = useHere()
  const login = useLogin()
  const { fail } = useSay()
  const [remove, { isLoading }] = useRemoveMemberMutation()
  const [removing, setRemoving] = useState<Member | null>(null)
  const done = async () => {
    if (!removing) return
    const removed = await remove({ workspace: here.slug, person: removing.person })
    if (removed.error) fail(removed.error)
    setRemoving(null)
  }
  return (
    <>
      <SectionHead
        title={t('settings.members')}
        hint={t('settings.membersHint')}
        action={here.runs && <Button component={Go} href={`/w/${here.slug}/settings/invitations`} variant="contained">{t('settings.invite')}</Button>}
      />
      <Panel>
        {here.members.map((member) => (
          <One key={member.person} member={member} self={member.person === login?.person.id} onRemove={() => setRemoving(member)} />
        ))}
      </Panel>
      <Asking open={removing !== null} danger title={t('settings.removeMember', { name: removing?.name ?? '' })} text={t('settings.removeMemberHint')} does={t('shell.remove')} busy={isLoading} onDone={() => void done()} onClose={() => setRemoving(null)} />
    </>
  )
}
