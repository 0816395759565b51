import Box from '@mui/material/Box'
import { NodeViewWrapper, type NodeViewProps } from '@tiptap/react'
import NextLink from 'next/link'

import { useStatusesQuery, useTaskQuery } from '@/api/tasks'
import { StatusSign } from '@/features/tasks/StatusSign'
import { useHere, useMaybeHere } from '@/shell/here'

const chip = { px: 0.75, borderRadius: 1, background: 'var(--rx-palette-token-accentSoft)', color: 'token.accentText', textDecoration: 'none', whiteSpace: 'nowrap' } as const

/** A task in a text: its key, status and title as they are now. */
function TaskChip({ task }: { task: string }) {
  const here = useHere()
  const { data } = useTaskQuery({ workspace: here.slug, task })
  const statuses = useStatusesQuery({ workspace: here.slug, project: data?.project ?? '' }, { skip: !data })
  const status = statuses.data?.items.find(({ id }) => id === data?.status)
  return (
    <Box component={NextLink} href={`/w/${here.slug}/tasks/${task}`} sx={{ ...chip, '&&': { color: 'token.text' }, display: 'inline-flex', alignItems: 'center', gap: 1, maxWidth: '100%', verticalAlign: 'middle', lineHeight: 1.4, fontSize: '0.875rem', boxShadow: 'inset 0 0 0 1px var(--rx-palette-token-line)', background: 'var(--rx-palette-token-raised)', '&:hover': { background: 'var(--rx-palette-token-hover)' } }}>
      {status && <StatusSign category={status.category} size={14} />}
      <Box component="span" sx={{ color: 'token.textMuted', fontSize: '0.8125rem' }}>{task}</Box>
      {data && <Box component="span" sx={{ minWidth: 0, overflow: 'hidden', textOverflow: 'ellipsis', textDecoration: data.completed_at ? 'line-through' : 'none' }}>{data.title}</Box>}
    </Box>
  )
}

/** A person or a task that a text names. Visitors, who see no workspace, read what was kept beside its id. */
export function MentionView({ node }: NodeViewProps) {
  const here = useMaybeHere()
  const { kind, id, label } = node.attrs as { kind: string; id: string; label: string }
  return (
    <NodeViewWrapper as="span" data-mention={kind}>
      {kind === 'task' && here ? <TaskChip task={id} /> : <Box component="span" sx={chip}>{kind === 'task' ? id : `@${here?.person(id)?.name ?? label}`}</Box>}
    </NodeViewWrapper>
  )
}
