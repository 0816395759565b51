import Menu from '@mui/material/Menu'
import MenuItem from '@mui/material/MenuItem'
import { Archive, ArchiveRestore, Copy, Ellipsis, Eye, EyeOff, Link2 } from 'lucide-react'
import { useState } from 'react'

import { useWatchingQuery, useWatchMutation } from '@/api/conversations'
import type { Task } from '@/api/shapes'
import { useSay } from '@/app/problems'
import { useT } from '@/app/texts'
import { Tip } from '@/parts/Tip'
import { useHere } from '@/shell/here'

import { useEdit } from '../editing/useEdit'

/** Watching, copying and archiving a task. */
export function TaskActions({ task, editable }: { task: Task; editable: boolean }) {
  const t = useT()
  const here = useHere()
  const edit = useEdit()
  const { say, fail } = useSay()
  const [anchor, setAnchor] = useState<HTMLElement | null>(null)
  const where = { workspace: here.slug, task: task.id }
  const watching = useWatchingQuery(where).data?.watching ?? false
  const [watch] = useWatchMutation()
  const copy = (text: string) => {
    setAnchor(null)
    navigator.clipboard.writeText(text).then(() => say(t('boards.copied', { text })), fail)
  }
  const archived = Boolean(task.archived_at)
  return (
    <>
      <Tip name={t(watching ? 'boards.unwatch' : 'boards.watch')} icon={watching ? Eye : EyeOff} aria-pressed={watching} onClick={() => void watch({ ...where, on: !watching }).unwrap().catch(fail)} />
      <Tip name={t('boards.copyLink')} icon={Link2} onClick={() => copy(`${window.location.origin}/w/${here.slug}/tasks/${task.key}`)} />
      <Tip name={t('boards.moreOfTask')} icon={Ellipsis} aria-haspopup="menu" onClick={({ currentTarget }) => setAnchor(currentTarget)} />
      <Menu open={anchor !== null} anchorEl={anchor} onClose={() => setAnchor(null)}>
        <MenuItem onClick={() => copy(task.key)}><Copy size={14} aria-hidden />{t('boards.copyKey')}</MenuItem>
        {editable && (
          <MenuItem onClick={() => { setAnchor(null); edit([task], { archived: !archived }, t(archived ? 'boards.unarchivedDone' : 'boards.archivedDone')) }}>
            {archived ? <ArchiveRestore size={14} aria-hidden /> : <Archive size={14} aria-hidden />}
            {t(archived ? 'boards.unarchive' : 'boards.archive')}
          </MenuItem>
        )}
      </Menu>
    </>
  )
}
