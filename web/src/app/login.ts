import { useAuth } from '@renexus/client/react'
import { useMemo } from 'react'

import type { Profile } from '@/api/shapes'

/** Who is logged in; null when nobody is, or while it is not known yet. */
export const useLogin = (): { person: Profile } | null => {
  const { person } = useAuth()
  return useMemo(() => (person ? { person } : null), [person])
}

/** Whether it is known if somebody is logged in: the first look asks the server with the cookie. */
export const useKnown = (): boolean => useAuth().status !== 'unknown'

const LAST = 'rx-workspace'

/** Remembers where the person was, for the next time. */
export const rememberWorkspace = (slug: string): void => localStorage.setItem(LAST, slug)
/** Where the person was the last time. */
export const lastWorkspace = (): string | null => localStorage.getItem(LAST)
