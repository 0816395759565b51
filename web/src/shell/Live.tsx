import { usePresence, useWorkspaceEvents } from '@renexus/client/react'
import { useEffect } from 'react'

import { happened, missed, told } from '@/api/live'
import type { WorkspaceEvent } from '@/api/shapes'
import { client } from '@/app/client'
import { useAppDispatch } from '@/app/store'

/** Brings the events of the workspace into everything that is on the screen, and says that the person is here. */
export function Live({ workspace }: { workspace: string }) {
  const dispatch = useAppDispatch()
  useWorkspaceEvents(workspace, (news) => {
    if (news.type === 'reset') missed(dispatch)
    else happened(news as WorkspaceEvent, dispatch)
  })
  useEffect(() => {
    const handle = client.workspace(workspace)
    handle.notifications.subscribe((notification) => told(notification, dispatch))
    return () => handle.destroy()
  }, [workspace, dispatch])
  usePresence(workspace, {})
  return null
}
