import type { Version } from '@/api/versions'
import type { Translate } from '@/app/texts'
import type { Here } from '@/shell/here'

/** Names that are said; of more people the others are counted. */
const NAMES = 3

const dayOf = (at: Date): string => at.toDateString()

/** A day and a time. */
export const momentOf = (at: string, language: string): string => new Date(at).toLocaleString(language, { dateStyle: 'long', timeStyle: 'short' })

/** The time of a day. */
export const timeOf = (at: string, language: string): string => new Date(at).toLocaleTimeString(language, { timeStyle: 'short' })

const dayInWords = (at: Date, now: Date, [language, t]: [string, Translate]): string => {
  if (dayOf(at) === dayOf(now)) return t('versions.today')
  const yesterday = new Date(now)
  yesterday.setDate(yesterday.getDate() - 1)
  if (dayOf(at) === dayOf(yesterday)) return t('versions.yesterday')
  const other = at.getFullYear() !== now.getFullYear()
  return at.toLocaleDateString(language, { weekday: 'long', day: 'numeric', month: 'long', ...(other ? { year: 'numeric' } : {}) })
}

/** Versions of one day. */
export interface Day {
  key: string
  words: string
  versions: Version[]
}

/** Versions by the day on which they were taken, in the order of the list. */
export const daysOf = (versions: readonly Version[], said: [string, Translate]): Day[] => {
  const now = new Date()
  const days: Day[] = []
  for (const version of versions) {
    const at = new Date(version.taken_at)
    const last = days.at(-1)
    if (last?.key === dayOf(at)) last.versions.push(version)
    else days.push({ key: dayOf(at), words: dayInWords(at, now, said), versions: [version] })
  }
  return days
}

/** Who wrote since the version before, in words; empty when nobody is known. */
export const writersOf = ({ authors, guests }: Version, here: Here, [language, t]: [string, Translate]): string => {
  const names = authors.map((id) => here.person(id)?.name ?? t('boards.somebody'))
  const others = names.length - NAMES
  const said = others > 1 ? [...names.slice(0, NAMES), t('versions.andMore', { count: others })] : names
  return new Intl.ListFormat(language).format(guests ? [...said, t('versions.guests')] : said)
}
