import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import { CircleCheck, RotateCcw } from 'lucide-react'
import { useState } from 'react'

import { useAnswerMutation, useSettleThreadMutation, useThreadCommentsQuery } from '@/api/conversations'
import type { Thread } from '@/api/shapes'
import { useSay } from '@/app/problems'
import { useT } from '@/app/texts'
import { useHere } from '@/shell/here'

import { CommentBox } from './CommentBox'
import { CommentView } from './CommentView'

/** A thread: what was said first, the answers, and whether it is settled. */
export function ThreadView({ thread, may }: { thread: Thread; may: boolean }) {
  const t = useT()
  const here = useHere()
  const { fail } = useSay()
  const settled = Boolean(thread.resolved_at)
  const [open, setOpen] = useState(!settled)
  const [answering, setAnswering] = useState(false)
  const [answer, sending] = useAnswerMutation()
  const [settle] = useSettleThreadMutation()
  const all = useThreadCommentsQuery({ workspace: here.slug, thread: thread.id }, { skip: !open || thread.comments < 2 }).data?.items
  const shown = all ?? (thread.first ? [thread.first] : [])
  const send = async (body: string): Promise<boolean> => {
    try {
      await answer({ workspace: here.slug, thread: thread.id, body }).unwrap()
      setAnswering(false)
      return true
    } catch (error) {
      fail(error)
      return false
    }
  }
  const turn = () => {
    settle({ workspace: here.slug, thread: thread.id, resolved: !settled }).unwrap().then(() => setOpen(settled), fail)
  }
  if (!open) {
    return (
      <Box component="button" type="button" onClick={() => setOpen(true)} sx={{ display: 'flex', alignItems: 'center', gap: 2, width: '100%', px: 3, minHeight: 38, border: '1px solid', borderColor: 'token.line', borderRadius: 2, background: 'transparent', font: 'inherit', fontSize: '0.8125rem', color: 'text.secondary', cursor: 'pointer', textAlign: 'left' }}>
        <CircleCheck size={15} aria-hidden />
        <Box component="span" sx={{ flex: 1, minWidth: 0, overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' }}>{thread.first?.body ?? ''}</Box>
        {t('boards.settledWith', { count: thread.comments })}
      </Box>
    )
  }
  return (
    <Box sx={{ border: '1px solid', borderColor: 'token.line', borderRadius: 2, background: 'var(--rx-palette-token-raised)', '& > * + *': { borderTop: '1px solid var(--rx-palette-token-line)' } }}>
      {shown.map((comment) => <CommentView key={comment.id} comment={comment} may={may} />)}
      {may && (
        <Box sx={{ p: 1.5 }}>
          {answering ? (
            <CommentBox label={t('boards.answer')} does={t('boards.answer')} autoFocus busy={sending.isLoading} onSend={send} onCancel={() => setAnswering(false)} />
          ) : (
            <Box sx={{ display: 'flex', gap: 1 }}>
              <Button color="inherit" onClick={() => setAnswering(true)}>{t('boards.answer')}</Button>
              <Button color="inherit" startIcon={settled ? <RotateCcw size={14} /> : <CircleCheck size={14} />} onClick={turn}>{t(settled ? 'boards.reopen' : 'boards.settle')}</Button>
            </Box>
          )}
        </Box>
      )}
    </Box>
  )
}
