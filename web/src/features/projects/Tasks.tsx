import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import useMediaQuery from '@mui/material/useMediaQuery'
import Skeleton from '@mui/material/Skeleton'
import { Columns3, FilterX, List, Plus, SquareKanban, Table2, Upload, type LucideIcon } from 'lucide-react'
import dynamic from 'next/dynamic'
import { useRouter } from 'next/router'
import { useCallback, useMemo, useRef, useState } from 'react'

import { useBoardQuery, useTaskPagesInfiniteQuery } from '@/api/boards'
import type { Project, Task } from '@/api/shapes'
import { inWords, isProblem } from '@/app/problems'
import { useT } from '@/app/texts'
import { askForTask } from '@/features/tasks/asking'
import { usePlan } from '@/features/tasks/plan'
import { EmptyState } from '@/parts/EmptyState'
import { Tip } from '@/parts/Tip'
import { Unseen } from '@/parts/Unseen'
import { Waiting } from '@/parts/Waiting'
import { useHere } from '@/shell/here'
import { InTopBar } from '@/shell/slots'
import { NARROW } from '@/theme/tokens'

import { Board } from './board/Board'
import { BOARD_GROUPS, useColumns } from './board/columns'
import { Chosen, ChosenContext } from './chosen'
import { Display } from './filter/Display'
import { FilterBar } from './filter/FilterBar'
import { Views } from './filter/Views'
import { BulkBar } from './list/BulkBar'
import { TaskList } from './list/TaskList'
import { LAYOUTS, useLook, type LayoutName } from './look'
import { ProjectHead } from './ProjectHead'
import { useParts } from './useParts'
import { useTaskKeys } from './useTaskKeys'

const Peek = dynamic(() => import('@/features/tasks/page/Peek').then((loaded) => loaded.Peek), { ssr: false })
const Importing = dynamic(() => import('./planning/Importing').then((loaded) => loaded.Importing), { ssr: false })

const SIGNS: Record<LayoutName, LucideIcon> = { board: SquareKanban, list: List, table: Table2 }

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

/** Board, list or table of a project's tasks, narrowed down and put together as the address says. */
export function Tasks({ project }: { project: Project }) {
  const t = useT()
  const here = useHere()
  const router = useRouter()
  const narrow = useMediaQuery(NARROW, { noSsr: true })
  const [look, setLook] = useLook()
  const [chosen] = useState(() => new Chosen())
  const [importing, setImporting] = useState(false)
  const filterInput = useRef<HTMLInputElement | null>(null)
  const plan = usePlan(project.id)
  const parts = useParts(project.key)
  const onBoard = look.layout === 'board'
  const editable = here.role !== 'guest' && !project.archived_at

  const board = useBoardQuery({ workspace: here.slug, project: project.key, filter: look.filter }, { skip: !onBoard })
  const pages = useTaskPagesInfiniteQuery({ workspace: here.slug, filter: `project:${project.key} ${look.filter}`.trim(), sort: look.sort }, { skip: onBoard })
  const tasks = useMemo(() => pages.data?.pages.flatMap(({ items }) => items) ?? [], [pages.data])
  const boardGroup = BOARD_GROUPS.find((group) => group === look.group) ?? 'status'
  const columns = useColumns(board.data, boardGroup, plan)

  const open = useCallback(
    (task: Task) => {
      if (narrow) void router.push(`/w/${here.slug}/tasks/${task.key}`)
      else setLook({ task: task.key })
    },
    [narrow, router, here.slug, setLook]
  )
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = pages
  const onEnd = useCallback(() => { if (hasNextPage && !isFetchingNextPage) void fetchNextPage() }, [hasNextPage, isFetchingNextPage, fetchNextPage])
  const focusFilter = useCallback(() => filterInput.current?.focus(), [])
  useTaskKeys(chosen, editable, focusFilter, open)

  const error = onBoard ? board.error : pages.error
  const loading = onBoard ? !board.data && !error : !pages.data && !error
  const wrong = isProblem(error) && error.status === 400 ? error.detail : null
  const count = onBoard ? (board.data?.columns.reduce((sum, column) => sum + column.count, 0) ?? 0) : tasks.length
  const empty = !loading && !error && count === 0

  const shown = loading ? (
    onBoard ? <WaitingBoard /> : <Waiting rows={10} />
  ) : error && !(onBoard ? board.data : pages.data) ? (
    <EmptyState icon={FilterX} title={wrong ? t('boards.filterWrong') : inWords(error, t)} hint={wrong ?? ''}>
      {wrong && <Button variant="outlined" color="inherit" onClick={() => setLook({ filter: '', view: '' })}>{t('boards.filterClear')}</Button>}
    </EmptyState>
  ) : empty && look.filter ? (
    <EmptyState icon={FilterX} title={t('boards.nothingFits')} hint={t('boards.nothingFitsHint')}>
      <Button variant="outlined" color="inherit" onClick={() => setLook({ filter: '', view: '' })}>{t('boards.filterClear')}</Button>
    </EmptyState>
  ) : empty && !onBoard ? (
    <EmptyState icon={Columns3} title={t('boards.noTasks')} hint={t('boards.noTasksHint')}>
      {editable && <Button variant="contained" onClick={() => askForTask({ project: project.id })}>{t('boards.newTask')}</Button>}
    </EmptyState>
  ) : onBoard ? (
    <Board columns={columns} plan={plan} projectId={project.id} filter={look.filter} parts={parts} movable={editable} onOpen={open} />
  ) : (
    <TaskList tasks={tasks} group={look.group} plan={plan} parts={parts} table={look.layout === 'table'} editable={editable} onOpen={open} onEnd={onEnd} />
  )

  return (
    <ChosenContext value={chosen}>
      <Box sx={{ height: '100%', display: 'flex', flexDirection: 'column', minHeight: 0 }}>
        <Unseen as="h1">{project.name}</Unseen>
        <ProjectHead project={project} part="tasks" />
        <InTopBar place="actions">
          {editable && <Box sx={{ display: { xs: 'none', md: 'block' } }}><Tip name={t('boards.import')} icon={Upload} onClick={() => setImporting(true)} /></Box>}
          {editable && (narrow ? <Tip name={t('boards.newTask')} icon={Plus} onClick={() => askForTask({ project: project.id })} /> : <Button variant="contained" startIcon={<Plus size={14} />} onClick={() => askForTask({ project: project.id })} sx={{ minHeight: 30, py: 0 }}>{t('boards.newTask')}</Button>)}
        </InTopBar>
        <Box sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: 2, px: { xs: 3, sm: 4 }, py: 2, flex: 'none' }}>
          <FilterBar filter={look.filter} plan={plan} wrong={wrong} input={filterInput} onFilter={(filter) => setLook({ filter })} />
          <Box sx={{ display: 'flex', alignItems: 'center', gap: 1.5, flex: { xs: '1 1 100%', sm: '0 0 auto' } }}>
            <Views look={look} project={project.id} onLook={setLook} />
            <Display look={look} onLook={setLook} />
            <Box role="group" aria-label={t('boards.layout')} sx={{ display: 'flex', ml: 'auto', borderRadius: 1.5, border: '1px solid', borderColor: 'token.lineStrong', overflow: 'hidden' }}>
              {LAYOUTS.map((name) => (
                <Tip key={name} name={t(`boards.layout_${name}`)} icon={SIGNS[name]} iconSize={15} aria-pressed={look.layout === name} onClick={() => setLook({ layout: name })} sx={{ height: 26, width: 30, borderRadius: 0, '@media (pointer: coarse)': { height: 34, width: 38 }, ...(look.layout === name ? { background: 'var(--rx-palette-token-chosen)', color: 'text.primary' } : {}) }} />
              ))}
            </Box>
          </Box>
        </Box>
        <Box sx={{ flex: 1, minHeight: 0, display: 'flex', flexDirection: 'column', borderTop: onBoard ? 0 : '1px solid', borderColor: 'token.line' }}>{shown}</Box>
        {editable && <BulkBar />}
        {look.task && <Peek task={look.task} tasks={onBoard ? columns.flatMap((column) => column.tasks) : tasks} onTask={(key) => setLook({ task: key })} />}
        {importing && <Importing project={project} onClose={() => setImporting(false)} />}
      </Box>
    </ChosenContext>
  )
}
