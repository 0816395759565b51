import { useEffect, useState, useSyncExternalStore } from 'react'

import { client, type Login } from './client'

const nothing = () => null

/** Who is logged in; null when nobody is. */
export const useLogin = (): Login | null => useSyncExternalStore(client.auth.subscribe, client.auth.current, nothing)

/** Whether it is known yet if somebody is logged in: the first look asks the server with the cookie. */
export const useKnown = (): boolean => {
  const login = useLogin()
  const [asked, setAsked] = useState(false)
  useEffect(() => {
    if (login !== null) return
    let here = true
    client.auth
      .refresh()
      .catch(() => null)
      .finally(() => here && setAsked(true))
    return () => {
      here = false
    }
    // Once: later changes come from the login itself.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [])
  return login !== null || asked
}

const LAST = 'rx-workspace'

/** Remembers where the person was, for the next time. */
export const rememberWorkspace = (slug: string): void => localStorage.setItem(LAST, slug)
/** Where the person was the last time. */
export const lastWorkspace = (): string | null => localStorage.getItem(LAST)
