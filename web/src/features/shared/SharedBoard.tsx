import Box from '@mui/material/Box'
import { useCallback, useMemo, useState, useSyncExternalStore } from 'react'

import type { Board } from '@/api/shapes'
import { useT } from '@/app/texts'
import { CardWords, cardLook } from '@/features/projects/board/CardView'
import { StatusSign } from '@/features/tasks/StatusSign'
import { Waiting } from '@/parts/Waiting'
import { Title } from '@/shell/slots'

import { Following } from './following'
import { namesOf, type Names } from './names'
import { SharedTask } from './SharedTask'
import { VisitorFrame } from './VisitorFrame'
import { Void } from './Void'

/** The board of a project for whoever has its link. It changes as the team works; nothing is changed here. */
export function SharedBoard({ secret }: { secret: string }) {
  const t = useT()
  const following = useMemo(() => new Following(secret), [secret])
  const shared = useSyncExternalStore(following.subscribe, following.current, following.current)
  const [open, setOpen] = useState<string | null>(null)
  const close = useCallback(() => setOpen(null), [])
  const names = useMemo(() => (shared ? namesOf(shared) : null), [shared])
  if (shared === null) return <Void />
  if (!shared || !names) return <VisitorFrame words=""><Box sx={{ p: 6 }}><Waiting rows={6} /></Box></VisitorFrame>
  const { board, level } = shared
  const opened = board.columns.flatMap(({ tasks }) => tasks).find(({ id }) => id === open)
  const status = board.columns.find(({ status: { id } }) => id === opened?.status)?.status
  return (
    <VisitorFrame words={t('access.visitorLooks')}>
      <Title>{board.project.name}</Title>
      <Box sx={{ height: '100%', display: 'flex', flexDirection: 'column', minHeight: 0 }}>
        <Box sx={{ flex: 'none', px: { xs: 4, sm: 6 }, pt: 5, pb: 4 }}>
          <Box component="h1" sx={{ m: 0, fontSize: '1.25rem', fontWeight: 620, overflowWrap: 'anywhere' }}>{board.project.name}</Box>
          {board.project.about && <Box component="p" sx={{ m: 0, mt: 1, maxWidth: '72ch', color: 'text.secondary', fontSize: '0.8125rem' }}>{board.project.about}</Box>}
        </Box>
        <Box role="group" tabIndex={0} aria-label={t('access.sharedBoard')} sx={{ flex: 1, minHeight: 0, display: 'flex', gap: 3, px: { xs: 4, sm: 6 }, pb: 4, overflowX: 'auto', scrollSnapType: { xs: 'x mandatory', sm: 'none' }, scrollPaddingInline: 16 }}>
          {board.columns.map((column) => <SharedColumn key={column.status.id} column={column} names={names} onOpen={setOpen} />)}
        </Box>
      </Box>
      {opened && <SharedTask key={opened.id} secret={secret} task={opened} status={status} names={names} level={level} onClose={close} />}
    </VisitorFrame>
  )
}

function SharedColumn({ column, names, onOpen }: { column: Board['columns'][number]; names: Names; onOpen: (task: string) => void }) {
  const t = useT()
  const { status, count, tasks } = column
  const hidden = count - tasks.length
  return (
    <Box component="section" aria-label={t('boards.columnIs', { column: status.name, count })} sx={{ width: { xs: 'min(84vw, 320px)', sm: 292 }, flex: 'none', display: 'flex', flexDirection: 'column', minHeight: 0, borderRadius: 2.5, background: 'var(--rx-palette-token-sunken)', scrollSnapAlign: 'start' }}>
      <Box sx={{ display: 'flex', alignItems: 'center', gap: 2, px: 3, height: 42, flex: 'none' }}>
        <StatusSign category={status.category} />
        <Box component="h2" sx={{ m: 0, fontSize: '0.8125rem', fontWeight: 580, overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' }}>{status.name}</Box>
        <Box component="span" aria-hidden sx={{ fontSize: '0.8125rem', color: 'text.secondary', fontVariantNumeric: 'tabular-nums' }}>{count}</Box>
      </Box>
      <Box component="ul" sx={{ listStyle: 'none', m: 0, px: 2, pb: 2, display: 'grid', gap: 2, alignContent: 'start', overflowY: 'auto' }}>
        {tasks.map((task) => (
          <Box key={task.id} component="li">
            <Box component="button" type="button" onClick={() => onOpen(task.id)} sx={{ ...cardLook, width: '100%', font: 'inherit', textAlign: 'left', cursor: 'pointer', '&:hover': { borderColor: 'token.lineStrong' } }}>
              <CardWords task={task} people={names.people(task)} labels={names.labels(task)} />
            </Box>
          </Box>
        ))}
        {hidden > 0 && <Box component="li" sx={{ px: 1, fontSize: '0.75rem', color: 'text.secondary' }}>{t('boards.more', { count: hidden })}</Box>}
      </Box>
    </Box>
  )
}
