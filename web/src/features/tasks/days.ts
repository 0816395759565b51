import { today } from '@/api/tasks'

/** A day some days from now. */
export const dayIn = (days: number, from = today()): string => {
  const then = new Date(`${from}T12:00:00Z`)
  then.setUTCDate(then.getUTCDate() + days)
  return then.toISOString().slice(0, 10)
}

/** Days from one day to another. */
export const daysBetween = (from: string, to: string): number =>
  Math.round((Date.parse(`${to}T12:00:00Z`) - Date.parse(`${from}T12:00:00Z`)) / 86_400_000)

/** A day as it is said: with the year only when it is another one. */
export const dayInWords = (day: string, language: string): string => {
  const then = new Date(`${day}T12:00:00`)
  const other = then.getFullYear() !== new Date().getFullYear()
  return then.toLocaleDateString(language, { day: 'numeric', month: 'short', ...(other ? { year: 'numeric' } : {}) })
}
