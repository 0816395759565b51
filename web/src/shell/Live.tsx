import { usePresence, useWorkspace, useWorkspaceEvents } from '@renexus/client/react'
import { useEffect } from 'react'

import { happened, loadedAt, mayHaveBeenTold, missed, told } from '@/api/live'
import type { Workspace, WorkspaceEvent } from '@/api/shapes'
import { client } from '@/app/client'
import { useAppDispatch } from '@/app/store'

/** Brings the events of the workspace into everything that is on the screen, and says that the person is here. */
export function Live({ workspace }: { workspace: Workspace }) {
  const { id } = workspace
  const dispatch = useAppDispatch()
  const after = loadedAt(workspace)
  useWorkspaceEvents(id, (news) => {
    if (news.type === 'reset') missed(dispatch)
    else happened(news as WorkspaceEvent, dispatch)
  }, after === undefined ? {} : { after })
  useEffect(() => {
    const handle = client.workspace(id)
    handle.notifications.subscribe((notification) => told(notification, dispatch))
    return () => handle.destroy()
  }, [id, dispatch])
  const { status } = useWorkspace(id)
  useEffect(() => {
    if (status === 'connected') mayHaveBeenTold(dispatch)
  }, [status, dispatch])
  usePresence(id, {})
  return null
}
