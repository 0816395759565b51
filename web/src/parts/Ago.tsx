import { useSyncExternalStore } from 'react'

import { useLanguage } from '@/app/texts'

const STEPS: [Intl.RelativeTimeFormatUnit, number][] = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['week', 604_800],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60]
]

/** Milliseconds between two looks at the clock. */
const TICK = 30_000

let clock = 0
const listeners = new Set<() => void>()
const subscribe = (listener: () => void) => {
  listeners.add(listener)
  const timer = setInterval(() => {
    clock = Date.now()
    for (const each of listeners) each()
  }, TICK)
  return () => {
    listeners.delete(listener)
    clearInterval(timer)
  }
}
const now = () => (clock ||= Date.now())

/** The time, as of the last half minute. */
export const useNow = (): number => useSyncExternalStore(subscribe, now, now)

/** How long ago something was, in the person's language. */
export function Ago({ at }: { at: string }) {
  const { language } = useLanguage()
  const current = useNow()
  const then = new Date(at)
  const seconds = (then.getTime() - current) / 1000
  const format = new Intl.RelativeTimeFormat(language, { numeric: 'auto', style: 'short' })
  const step = STEPS.find(([, size]) => Math.abs(seconds) >= size)
  const text = step ? format.format(Math.round(seconds / step[1]), step[0]) : format.format(0, 'second')
  return (
    <time dateTime={at} title={then.toLocaleString(language)} suppressHydrationWarning>
      {text}
    </time>
  )
}
