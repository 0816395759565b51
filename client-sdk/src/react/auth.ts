import { useCallback, useEffect, useSyncExternalStore } from 'react'

import type { AuthState } from '../auth/session.js'
import type { LinkState } from '../transport/link.js'
import { useClient } from './context.js'

const NOBODY: AuthState = { status: 'unknown', person: null }
const OFFLINE: LinkState = { status: 'offline', way: 'websocket' }

/** Who is logged in. The first use continues the login of a former visit. */
export function useAuth(): AuthState {
  const { auth } = useClient()
  const subscribe = useCallback((changed: () => void) => auth.subscribe(changed), [auth])
  const state = useSyncExternalStore(subscribe, () => auth.current, () => NOBODY)
  useEffect(() => {
    // Without a server the state stays unknown; the next request asks again.
    if (auth.current.status === 'unknown') auth.refresh().catch(() => undefined)
  }, [auth])
  return state
}

/** The connection that all documents share. */
export function useConnection(): LinkState {
  const client = useClient()
  const subscribe = useCallback((changed: () => void) => client.onConnection(changed), [client])
  return useSyncExternalStore(subscribe, () => client.connection, () => OFFLINE)
}
