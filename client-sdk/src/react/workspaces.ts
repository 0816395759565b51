import { useCallback, useEffect, useMemo, useRef, useSyncExternalStore } from 'react'

import type { WorkspaceNews } from '../workspaces/events.js'
import type { EventOptions } from '../workspaces/handle.js'
import type { Present } from '../workspaces/roster.js'
import type { WorkspaceState } from '../workspaces/session.js'
import { useClient } from './context.js'

/** A workspace that is open as long as the component is shown. */
export function useWorkspace(id: string): WorkspaceState {
  const client = useClient()
  const subscribe = useCallback(
    (changed: () => void) => {
      const handle = client.workspace(id)
      handle.subscribe(changed)
      return () => {
        handle.destroy()
      }
    },
    [client, id],
  )
  const state = useCallback(() => client.workspaceSession(id).state.value, [client, id])
  return useSyncExternalStore(subscribe, state, state)
}

/** Who is in a workspace. */
export function useRoster(id: string): readonly Present[] {
  return useWorkspace(id).roster
}

/** Says where this window is, as long as the component is shown. */
export function usePresence(id: string, presence: Readonly<Record<string, unknown>>): void {
  const client = useClient()
  const said = JSON.stringify(presence)
  const value = useMemo(() => JSON.parse(said) as Record<string, unknown>, [said])
  useEffect(() => {
    const handle = client.workspace(id)
    handle.setPresence(value)
    return () => {
      handle.destroy()
    }
  }, [client, id, value])
}

/** Hears each event of a workspace once and in order, as long as the component is shown. */
export function useWorkspaceEvents(id: string, listener: (news: WorkspaceNews) => void, { after }: EventOptions = {}): void {
  const client = useClient()
  const latest = useRef({ listener, after })
  useEffect(() => {
    latest.current = { listener, after }
  })
  // Where to go on after an effect that runs twice: what was heard is not heard again.
  const position = useRef<{ id: string; seq: number | undefined } | null>(null)
  useEffect(() => {
    const handle = client.workspace(id)
    if (position.current?.id !== id) position.current = { id, seq: latest.current.after }
    const { seq } = position.current
    handle.events.subscribe(
      (news) => {
        position.current = { id, seq: news.seq }
        latest.current.listener(news)
      },
      seq === undefined ? {} : { after: seq },
    )
    return () => {
      handle.destroy()
    }
  }, [client, id])
}
