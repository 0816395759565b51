import { useSyncExternalStore } from 'react'

import type { Draft } from '@/api/tasks'

/** What is known already of a task that somebody wants to write. */
export type Given = Partial<Draft>

let asked: Given | null = null
const listeners = new Set<() => void>()
const subscribe = (listener: () => void) => {
  listeners.add(listener)
  return () => {
    listeners.delete(listener)
  }
}

/** Opens the dialog for a new task; null closes it. */
export const askForTask = (given: Given | null): void => {
  asked = given
  for (const listener of listeners) listener()
}

/** What the dialog for a new task begins with; null while it is closed. */
export const useAskedTask = (): Given | null => useSyncExternalStore(subscribe, () => asked, () => null)
