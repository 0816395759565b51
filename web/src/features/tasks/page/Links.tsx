import Button from '@mui/material/Button'
import Box from '@mui/material/Box'
import Popover from '@mui/material/Popover'
import { Link2, X } from 'lucide-react'
import { useState } from 'react'

import { useLinkTaskMutation, useTaskLinksQuery, useUnlinkTaskMutation, type LinkKind, type TaskLink as Link } from '@/api/taskParts'
import type { Task } from '@/api/shapes'
import { useTaskQuery, useTasksQuery } from '@/api/tasks'
import { useSay } from '@/app/problems'
import { useT, type TextKey } from '@/app/texts'
import { quoted } from '@/features/projects/filter/terms'
import { Tip } from '@/parts/Tip'
import { useHere } from '@/shell/here'

import { Picker } from '../editing/Picker'
import { usePlan } from '../plan'

import { Heading } from './Heading'
import { TaskLink } from './TaskLink'

/** How a link reads from the task's side. */
type Side = 'blocks' | 'blockedBy' | 'duplicates' | 'duplicatedBy' | 'relates'
const SIDES: Side[] = ['blockedBy', 'blocks', 'duplicates', 'duplicatedBy', 'relates']
const NAMES: Record<Side, TextKey> = { blocks: 'boards.blocks', blockedBy: 'boards.blockedBy', duplicates: 'boards.duplicates', duplicatedBy: 'boards.duplicatedBy', relates: 'boards.relates' }

const sideOf = (link: Link, id: string): Side => {
  if (link.kind === 'relates') return 'relates'
  if (link.kind === 'blocks') return link.source === id ? 'blocks' : 'blockedBy'
  return link.source === id ? 'duplicates' : 'duplicatedBy'
}

function Linked({ link, task, editable }: { link: Link; task: Task; editable: boolean }) {
  const t = useT()
  const here = useHere()
  const { say, fail } = useSay()
  const [unlink] = useUnlinkTaskMutation()
  const [relink] = useLinkTaskMutation()
  const id = link.source === task.id ? link.target : link.source
  const other = useTaskQuery({ workspace: here.slug, task: id }).data
  const plan = usePlan(other?.project)
  if (!other) return null
  const remove = () => {
    unlink({ workspace: here.slug, task: link.source, kind: link.kind, other: link.target }).unwrap().then(
      () => say(t('boards.unlinked', { key: other.key }), { undo: () => void relink({ workspace: here.slug, task: link.source, kind: link.kind, other: link.target }).unwrap().catch(fail) }),
      fail
    )
  }
  return <TaskLink task={other} plan={plan} action={editable && <Tip name={t('boards.unlink', { key: other.key })} icon={X} iconSize={14} onClick={remove} />} />
}

/** Finds the task to link with: first how, then which. */
function Adding({ task, onDone }: { task: Task; onDone: () => void }) {
  const t = useT()
  const here = useHere()
  const { fail } = useSay()
  const [side, setSide] = useState<Side | null>(null)
  const [text, setText] = useState('')
  const [link] = useLinkTaskMutation()
  const bare = text.replace(/[^\p{L}\p{N}\s-]/gu, ' ').trim()
  const exact = useTaskQuery({ workspace: here.slug, task: bare.toUpperCase() }, { skip: !/^[a-z][a-z0-9]*-\d+$/i.test(bare) }).currentData
  const found = useTasksQuery({ workspace: here.slug, filter: bare.split(/\s+/).filter(Boolean).map((word) => (word.includes('-') ? `"${word}"` : quoted(word))).join(' '), sort: '-updated', limit: 20 }, { skip: side === null }).currentData?.items ?? []
  if (side === null) return <Picker label={t('boards.linkHow')} options={SIDES.filter((one) => one !== 'duplicatedBy').map((one) => ({ id: one, text: t(NAMES[one]) }))} chosen={new Set()} onPick={(id) => setSide(id as Side)} />
  const options = [...(exact ? [exact] : []), ...found.filter(({ id }) => id !== exact?.id)].filter(({ id }) => id !== task.id).map(({ id, key, title }) => ({ id, text: title, note: key }))
  const pick = (other: string) => {
    const kind: LinkKind = side === 'blocks' || side === 'blockedBy' ? 'blocks' : side === 'relates' ? 'relates' : 'duplicates'
    const [from, to] = side === 'blockedBy' ? [other, task.id] : [task.id, other]
    link({ workspace: here.slug, task: from, kind, other: to }).unwrap().catch(fail)
    onDone()
  }
  return <Picker key={side} label={t('boards.linkWhich')} options={options} chosen={new Set()} onPick={pick} onWrite={setText} />
}

/** What a task waits for, holds up, and belongs to. */
export function Links({ task, editable }: { task: Task; editable: boolean }) {
  const t = useT()
  const here = useHere()
  const [anchor, setAnchor] = useState<HTMLElement | null>(null)
  const links = useTaskLinksQuery({ workspace: here.slug, task: task.id }).data?.items ?? []
  if (links.length === 0 && !editable) return null
  return (
    <Heading text={t('boards.links')} action={editable && <Button color="inherit" startIcon={<Link2 size={14} />} aria-haspopup="listbox" onClick={({ currentTarget }) => setAnchor(currentTarget)}>{t('boards.addLink')}</Button>}>
      {SIDES.map((side) => {
        const some = links.filter((link) => sideOf(link, task.id) === side)
        return (
          some.length > 0 && (
            <Box key={side} sx={{ mb: 1 }}>
              <Box component="h3" sx={{ m: 0, px: 1.5, fontSize: '0.75rem', fontWeight: 450, color: 'text.secondary' }}>{t(NAMES[side])}</Box>
              {some.map((link) => <Linked key={`${link.source}-${link.kind}-${link.target}`} link={link} task={task} editable={editable} />)}
            </Box>
          )
        )
      })}
      <Popover open={anchor !== null} anchorEl={anchor} onClose={() => setAnchor(null)} anchorOrigin={{ vertical: 'bottom', horizontal: 'right' }} transformOrigin={{ vertical: 'top', horizontal: 'right' }} transitionDuration={90}>
        <Adding task={task} onDone={() => setAnchor(null)} />
      </Popover>
    </Heading>
  )
}
