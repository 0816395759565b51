import { useColorScheme } from '@mui/material/styles'
import { useCallback, useSyncExternalStore } from 'react'

export type Scheme = 'light' | 'dark' | 'system'
export type Density = 'compact' | 'cozy'

/** The same names as in public/theme.js, which runs before anything is drawn. */
export const SCHEME_KEY = 'rx-scheme'
const DENSITY_KEY = 'rx-density'

const listeners = new Set<() => void>()
const subscribe = (listener: () => void) => {
  listeners.add(listener)
  return () => {
    listeners.delete(listener)
  }
}

const density = (): Density => (localStorage.getItem(DENSITY_KEY) === 'cozy' ? 'cozy' : 'compact')

/** Chooses how much room rows take. */
export const chooseDensity = (chosen: Density): void => {
  localStorage.setItem(DENSITY_KEY, chosen)
  document.documentElement.setAttribute('data-density', chosen)
  for (const listener of listeners) listener()
}

export const useDensity = (): Density => useSyncExternalStore(subscribe, density, () => 'compact')

/** The colours that the person chose, and how to choose others. */
export const useScheme = (): { scheme: Scheme; chooseScheme: (chosen: Scheme) => void } => {
  const { mode, setMode } = useColorScheme()
  const chooseScheme = useCallback((chosen: Scheme) => setMode(chosen), [setMode])
  return { scheme: mode ?? 'system', chooseScheme }
}
