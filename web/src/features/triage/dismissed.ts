import { useSyncExternalStore } from 'react'

const STORED = 'rx-dismissed'
/** The latest ones that are remembered on this device. */
const MOST = 500

const read = (): readonly string[] => {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(STORED) ?? '[]')
    return Array.isArray(kept) ? kept.filter((one) => typeof one === 'string') : []
  } catch {
    return []
  }
}

let names: ReadonlySet<string> | null = null
const listeners = new Set<() => void>()
const subscribe = (listener: () => void) => {
  listeners.add(listener)
  return () => {
    listeners.delete(listener)
  }
}
const current = (): ReadonlySet<string> => (names ??= new Set(read()))

const keep = (all: readonly string[]) => {
  names = new Set(all.slice(-MOST))
  localStorage.setItem(STORED, JSON.stringify([...names]))
  for (const listener of listeners) listener()
}

/** The name of a kind of suggestions of one task. */
export const nameOf = (task: string, kind: string): string => `${task}:${kind}`

/** Puts a suggestion out of sight on this device, or back. */
export const dismiss = (name: string, away: boolean): void => keep(away ? [...current(), name] : [...current()].filter((one) => one !== name))

/** What was put out of sight. */
export const useDismissed = (): ReadonlySet<string> => useSyncExternalStore(subscribe, current, current)
