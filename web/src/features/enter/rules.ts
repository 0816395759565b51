import type { TextKey } from '@/app/texts'

/** Fewest letters of a password; the server holds it too. */
export const PASSWORD_LEAST = 10

/** What is wrong with a password before the server is asked; null when nothing is. */
export const passwordWrong = (password: string): TextKey | null =>
  password.length > 0 && password.length < PASSWORD_LEAST ? 'enter.passwordShort' : null

/** A name as it may stand in an address. */
export const slugOf = (name: string): string =>
  name
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 40)
