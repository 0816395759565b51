import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import useMediaQuery from '@mui/material/useMediaQuery'
import { List, Plus, SquareKanban, Table2, Upload, type LucideIcon } from 'lucide-react'
import dynamic from 'next/dynamic'
import { useRouter } from 'next/router'
import { useCallback, useRef, useState } from 'react'

import type { Project, Task } from '@/api/shapes'
import { useT } from '@/app/texts'
import { askForTask } from '@/features/tasks/asking'
import { usePlan } from '@/features/tasks/plan'
import { Tip } from '@/parts/Tip'
import { Unseen } from '@/parts/Unseen'
import { useHere } from '@/shell/here'
import { InTopBar } from '@/shell/slots'
import { NARROW } from '@/theme/tokens'

import { Chosen, ChosenContext } from './chosen'
import { Contents, useWrong } from './Contents'
import { Display } from './filter/Display'
import { FilterBar } from './filter/FilterBar'
import { Views } from './filter/Views'
import { BulkBar } from './list/BulkBar'
import { LAYOUTS, useLook, type LayoutName } from './look'
import { ProjectHead } from './ProjectHead'
import { useTaskKeys } from './useTaskKeys'

const Importing = dynamic(() => import('./planning/Importing').then((loaded) => loaded.Importing), { ssr: false })

const SIGNS: Record<LayoutName, LucideIcon> = { board: SquareKanban, list: List, table: Table2 }

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
  const wrong = useWrong(project, look)
  const editable = here.role !== 'guest' && !project.archived_at
  const open = useCallback(
    (task: Task) => {
      if (narrow) void router.push(`/w/${here.slug}/tasks/${task.key}`)
      else setLook({ task: task.key })
    },
    [narrow, router, here.slug, setLook]
  )
  const focusFilter = useCallback(() => filterInput.current?.focus(), [])
  useTaskKeys(chosen, editable, focusFilter, open)

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
        <Contents project={project} plan={plan} look={look} onLook={setLook} editable={editable} onOpen={open} />
        {editable && <BulkBar />}
        {importing && <Importing project={project} onClose={() => setImporting(false)} />}
      </Box>
    </ChosenContext>
  )
}
