import { useT } from '@/app/texts'
import { Field } from '@/parts/Field'

import { passwordWrong } from './rules'

/** What registering asks for. */
export interface Newcomer {
  name: string
  email: string
  password: string
}

export const NOBODY: Newcomer = { name: '', email: '', password: '' }

export interface PersonFieldsProps {
  value: Newcomer
  onChange: (value: Newcomer) => void
  /** The address that an invitation is for. */
  fixedEmail?: string | null
}

/** Name, mail address and password of a new account. */
export function PersonFields({ value, onChange, fixedEmail }: PersonFieldsProps) {
  const t = useT()
  const wrong = passwordWrong(value.password)
  return (
    <>
      <Field label={t('enter.name')} name="name" autoComplete="name" autoFocus value={value.name} onChange={({ target }) => onChange({ ...value, name: target.value })} />
      <Field label={t('enter.email')} type="email" name="email" autoComplete="username" value={fixedEmail ?? value.email} disabled={Boolean(fixedEmail)} onChange={({ target }) => onChange({ ...value, email: target.value })} />
      <Field label={t('enter.password')} type="password" name="password" autoComplete="new-password" value={value.password} hint={t('enter.passwordHint')} wrong={wrong && t(wrong)} onChange={({ target }) => onChange({ ...value, password: target.value })} />
    </>
  )
}

/** Whether everything is there. */
export const complete = ({ name, email, password }: Newcomer): boolean =>
  name.trim() !== '' && email.includes('@') && password !== '' && passwordWrong(password) === null
