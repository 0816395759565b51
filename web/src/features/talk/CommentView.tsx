import Box from '@mui/material/Box'
import ButtonBase from '@mui/material/ButtonBase'
import Menu from '@mui/material/Menu'
import MenuItem from '@mui/material/MenuItem'
import { Ellipsis, SmilePlus } from 'lucide-react'
import { useState, type ReactNode } from 'react'

import { useChangeCommentMutation, useReactMutation, useRemoveCommentMutation } from '@/api/conversations'
import type { Comment } from '@/api/shapes'
import { useLogin } from '@/app/login'
import { useSay } from '@/app/problems'
import { useT } from '@/app/texts'
import { Ago } from '@/parts/Ago'
import { Asking } from '@/parts/Asking'
import { Avatar } from '@/parts/Avatar'
import { Go } from '@/parts/Go'
import { Tip } from '@/parts/Tip'
import { useHere } from '@/shell/here'

import { CommentBox } from './CommentBox'

/** Reactions that the server knows. */
const EMOJI = ['👍', '👎', '❤️', '🎉', '😄', '😕', '🚀', '👀', '🙏', '✅', '🔥', '💯']

/** The words of a comment, with people and tasks marked. */
function Words({ comment }: { comment: Comment }) {
  const here = useHere()
  const parts: ReactNode[] = []
  let from = 0
  for (const { start, end, task } of [...comment.mentions].sort((one, other) => one.start - other.start)) {
    parts.push(comment.body.slice(from, start))
    const text = comment.body.slice(start, end)
    parts.push(
      task ? (
        <Box key={start} component={Go} href={`/w/${here.slug}/tasks/${task}`} sx={{ color: 'token.accentText', fontWeight: 540 }}>{text}</Box>
      ) : (
        <Box key={start} component="span" sx={{ color: 'token.accentText', fontWeight: 540 }}>{text}</Box>
      )
    )
    from = end
  }
  parts.push(comment.body.slice(from))
  return <Box sx={{ fontSize: '0.875rem', lineHeight: 1.55, whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>{parts}</Box>
}

function Reactions({ comment, may }: { comment: Comment; may: boolean }) {
  const t = useT()
  const here = useHere()
  const me = useLogin()?.person.id ?? ''
  const { fail } = useSay()
  const [anchor, setAnchor] = useState<HTMLElement | null>(null)
  const [react] = useReactMutation()
  const toggle = (emoji: string) => {
    setAnchor(null)
    const mine = comment.reactions.find((one) => one.emoji === emoji)?.people.includes(me) ?? false
    react({ workspace: here.slug, comment: comment.id, emoji, on: !mine }).unwrap().catch(fail)
  }
  return (
    <Box sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: 1, mt: comment.reactions.length > 0 ? 1.5 : 0 }}>
      {comment.reactions.map(({ emoji, people }) => (
        <ButtonBase key={emoji} disabled={!may} aria-pressed={people.includes(me)} title={people.map((id) => here.person(id)?.name ?? t('boards.somebody')).join(', ')} aria-label={`${emoji} ${people.length}`} onClick={() => toggle(emoji)} sx={{ height: 26, px: 2, gap: 1.5, borderRadius: 13, border: '1px solid', borderColor: people.includes(me) ? 'token.accent' : 'token.line', background: people.includes(me) ? 'var(--rx-palette-token-accentSoft)' : 'transparent', fontSize: '0.75rem' }}>
          <span aria-hidden>{emoji}</span>{people.length}
        </ButtonBase>
      ))}
      {may && <Tip name={t('boards.react')} icon={SmilePlus} iconSize={14} aria-haspopup="menu" onClick={({ currentTarget }) => setAnchor(currentTarget)} />}
      <Menu open={anchor !== null} anchorEl={anchor} onClose={() => setAnchor(null)} slotProps={{ list: { sx: { display: 'grid', gridTemplateColumns: 'repeat(6, 36px)' } } }}>
        {EMOJI.map((emoji) => <MenuItem key={emoji} onClick={() => toggle(emoji)} sx={{ p: 0, justifyContent: 'center', minHeight: 34, fontSize: '1rem' }}>{emoji}</MenuItem>)}
      </Menu>
    </Box>
  )
}

/** What somebody said, with reactions; its author changes it and takes it back. */
export function CommentView({ comment, may }: { comment: Comment; may: boolean }) {
  const t = useT()
  const here = useHere()
  const me = useLogin()?.person.id
  const { say, fail } = useSay()
  const [anchor, setAnchor] = useState<HTMLElement | null>(null)
  const [editing, setEditing] = useState(false)
  const [asking, setAsking] = useState(false)
  const [change, changing] = useChangeCommentMutation()
  const [remove, removing] = useRemoveCommentMutation()
  const author = here.person(comment.author)
  const mine = comment.author === me
  const save = async (body: string): Promise<boolean> => {
    try {
      await change({ workspace: here.slug, comment: comment.id, body, version: comment.version }).unwrap()
      setEditing(false)
      return true
    } catch (error) {
      fail(error)
      return false
    }
  }
  const gone = () => {
    remove({ workspace: here.slug, comment: comment.id }).unwrap().then(() => say(t('boards.commentGone')), fail)
    setAsking(false)
  }
  return (
    <Box component="article" aria-label={t('boards.commentBy', { name: author?.name ?? t('boards.somebody') })} sx={{ display: 'grid', gridTemplateColumns: '24px minmax(0, 1fr)', columnGap: 2.5, px: 3, py: 2.5 }}>
      <Avatar id={comment.author} name={author?.name ?? '?'} picture={author?.avatar} size={24} decorative />
      <Box sx={{ minWidth: 0 }}>
        <Box sx={{ display: 'flex', alignItems: 'center', gap: 2, minHeight: 24, fontSize: '0.8125rem' }}>
          <Box component="span" sx={{ fontWeight: 580 }}>{author?.name ?? t('boards.somebody')}</Box>
          <Box component="span" sx={{ flex: 1, color: 'text.secondary', fontSize: '0.75rem' }}><Ago at={comment.created_at} />{comment.edited_at && !comment.deleted_at ? ` · ${t('boards.edited')}` : ''}</Box>
          {may && !comment.deleted_at && (mine || here.runs) && <Tip name={t('boards.moreOfComment')} icon={Ellipsis} aria-haspopup="menu" onClick={({ currentTarget }) => setAnchor(currentTarget)} sx={{ height: 24 }} />}
        </Box>
        {comment.deleted_at ? (
          <Box sx={{ fontSize: '0.8125rem', fontStyle: 'italic', color: 'text.secondary' }}>{t('boards.takenBack')}</Box>
        ) : editing ? (
          <CommentBox label={t('boards.comment')} does={t('boards.save')} first={comment.body} autoFocus busy={changing.isLoading} onSend={save} onCancel={() => setEditing(false)} />
        ) : (
          <>
            <Words comment={comment} />
            <Reactions comment={comment} may={may} />
          </>
        )}
        <Menu open={anchor !== null} anchorEl={anchor} onClose={() => setAnchor(null)}>
          {mine && <MenuItem onClick={() => { setAnchor(null); setEditing(true) }}>{t('boards.edit')}</MenuItem>}
          <MenuItem onClick={() => { setAnchor(null); setAsking(true) }}>{t('boards.takeBack')}</MenuItem>
        </Menu>
        <Asking open={asking} danger title={t('boards.takeBack')} text={t('boards.takeBackHint')} does={t('boards.takeBack')} busy={removing.isLoading} onDone={gone} onClose={() => setAsking(false)} />
      </Box>
    </Box>
  )
}
