import Box from '@mui/material/Box'

import { useBeginThreadMutation, useTaskThreadsQuery } from '@/api/conversations'
import type { Task } from '@/api/shapes'
import { useSay } from '@/app/problems'
import { useT } from '@/app/texts'
import { CommentBox } from '@/features/talk/CommentBox'
import { ThreadView } from '@/features/talk/ThreadView'
import { Waiting } from '@/parts/Waiting'
import { useHere } from '@/shell/here'

/** What people say about a task. */
export function Conversation({ task, may }: { task: Task; may: boolean }) {
  const t = useT()
  const here = useHere()
  const { fail } = useSay()
  const [begin, sending] = useBeginThreadMutation()
  const { data } = useTaskThreadsQuery({ workspace: here.slug, task: task.id })
  const send = async (body: string): Promise<boolean> => {
    try {
      await begin({ workspace: here.slug, kind: 'task', place: task.id, body }).unwrap()
      return true
    } catch (error) {
      fail(error)
      return false
    }
  }
  return (
    <Box sx={{ display: 'grid', gap: 2.5 }}>
      {!data && <Waiting rows={2} />}
      {data?.items.map((thread) => <ThreadView key={`${thread.id}-${String(Boolean(thread.resolved_at))}`} thread={thread} may={may} />)}
      {may && <CommentBox label={t('boards.comment')} does={t('boards.say')} busy={sending.isLoading} onSend={send} />}
    </Box>
  )
}
