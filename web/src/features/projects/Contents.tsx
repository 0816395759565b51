import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import Skeleton from '@mui/material/Skeleton'
import { Columns3, FilterX } from 'lucide-react'
import dynamic from 'next/dynamic'
import { useCallback, useMemo } from 'react'

import { useBoardQuery, useTaskPagesInfiniteQuery } from '@/api/boards'
import type { Project, Task } from '@/api/shapes'
import { inWords, isProblem } from '@/app/problems'
import { useT } from '@/app/texts'
import { askForTask } from '@/features/tasks/asking'
import type { Plan } from '@/features/tasks/plan'
import { EmptyState } from '@/parts/EmptyState'
import { Waiting } from '@/parts/Waiting'
import { useHere } from '@/shell/here'

import { Board } from './board/Board'
import { BOARD_GROUPS, useColumns } from './board/columns'
import { TaskList } from './list/TaskList'
import type { Look } from './look'
import { useParts } from './useParts'

const Peek = dynamic(() => import('@/features/tasks/page/Peek').then((loaded) => loaded.Peek), { ssr: false })

function WaitingBoard() {
  const t = useT()
  return (
    <Box role="status" aria-label={t('shell.loading')} sx={{ flex: 1, display: 'flex', gap: 2, px: 4, overflow: 'hidden' }}>
      {[3, 2, 4, 1].map((cards, column) => (
        <Box key={column} sx={{ width: 292, flex: 'none', p: 2, borderRadius: 2.5, background: 'var(--rx-palette-token-sunken)', alignSelf: 'stretch', mb: 3 }}>
          <Skeleton width={110} height={26} sx={{ mb: 2 }} />
          {Array.from({ length: cards }, (_, card) => <Skeleton key={card} variant="rounded" height={96} sx={{ mb: 2 }} />)}
        </Box>
      ))}
    </Box>
  )
}

/** What a board or a list is asked for; one of both is left out. */
const asked = (slug: string, project: Project, look: Look) => {
  const onBoard = look.layout === 'board'
  return {
    board: [{ workspace: slug, project: project.key, filter: look.filter }, { skip: !onBoard }] as const,
    pages: [{ workspace: slug, filter: `project:${project.key} ${look.filter}`.trim(), sort: look.sort }, { skip: onBoard }] as const
  }
}

const inFilter = (error: unknown): string | null => (isProblem(error) && error.status === 400 ? error.detail : null)

/** What is wrong in the filter, in words; hears of nothing else. */
export const useWrong = (project: Project, look: Look): string | null => {
  const { board, pages } = asked(useHere().slug, project, look)
  const [query, skip] = board
  const { error } = useBoardQuery(query, { ...skip, selectFromResult: (found) => ({ error: found.error }) })
  const [list, skipList] = pages
  const { error: listError } = useTaskPagesInfiniteQuery(list, { ...skipList, selectFromResult: (found) => ({ error: found.error }) })
  return inFilter(look.layout === 'board' ? error : listError)
}

export interface ContentsProps {
  project: Project
  plan: Plan
  look: Look
  onLook: (change: Partial<Look>) => void
  editable: boolean
  onOpen: (task: Task) => void
}

/** The tasks themselves, and the one that is looked at. They are drawn with every event; what stands around them is not. */
export function Contents({ project, plan, look, onLook, editable, onOpen }: ContentsProps) {
  const t = useT()
  const here = useHere()
  const parts = useParts(project.key)
  const onBoard = look.layout === 'board'
  const queries = asked(here.slug, project, look)
  const board = useBoardQuery(...queries.board)
  const pages = useTaskPagesInfiniteQuery(...queries.pages)
  const tasks = useMemo(() => pages.data?.pages.flatMap(({ items }) => items) ?? [], [pages.data])
  const boardGroup = BOARD_GROUPS.find((group) => group === look.group) ?? 'status'
  const columns = useColumns(board.data, boardGroup, plan)
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = pages
  const onEnd = useCallback(() => { if (hasNextPage && !isFetchingNextPage) void fetchNextPage() }, [hasNextPage, isFetchingNextPage, fetchNextPage])

  const error = onBoard ? board.error : pages.error
  const loading = onBoard ? !board.data && !error : !pages.data && !error
  const wrong = inFilter(error)
  const count = onBoard ? (board.data?.columns.reduce((sum, column) => sum + column.count, 0) ?? 0) : tasks.length
  const empty = !loading && !error && count === 0

  const shown = loading ? (
    onBoard ? <WaitingBoard /> : <Waiting rows={10} />
  ) : error && !(onBoard ? board.data : pages.data) ? (
    <EmptyState icon={FilterX} title={wrong ? t('boards.filterWrong') : inWords(error, t)} hint={wrong ?? ''}>
      {wrong && <Button variant="outlined" color="inherit" onClick={() => onLook({ filter: '', view: '' })}>{t('boards.filterClear')}</Button>}
    </EmptyState>
  ) : empty && look.filter ? (
    <EmptyState icon={FilterX} title={t('boards.nothingFits')} hint={t('boards.nothingFitsHint')}>
      <Button variant="outlined" color="inherit" onClick={() => onLook({ filter: '', view: '' })}>{t('boards.filterClear')}</Button>
    </EmptyState>
  ) : empty && !onBoard ? (
    <EmptyState icon={Columns3} title={t('boards.noTasks')} hint={t('boards.noTasksHint')}>
      {editable && <Button variant="contained" onClick={() => askForTask({ project: project.id })}>{t('boards.newTask')}</Button>}
    </EmptyState>
  ) : onBoard ? (
    <Board columns={columns} plan={plan} projectId={project.id} filter={look.filter} parts={parts} movable={editable} onOpen={onOpen} />
  ) : (
    <TaskList tasks={tasks} group={look.group} plan={plan} parts={parts} table={look.layout === 'table'} editable={editable} onOpen={onOpen} onEnd={onEnd} />
  )

  return (
    <>
      <Box sx={{ flex: 1, minHeight: 0, display: 'flex', flexDirection: 'column', borderTop: onBoard ? 0 : '1px solid', borderColor: 'token.line' }}>{shown}</Box>
      {look.task && <Peek task={look.task} tasks={onBoard ? columns.flatMap((column) => column.tasks) : tasks} onTask={(key) => onLook({ task: key })} />}
    </>
  )
}
