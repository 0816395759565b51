import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import Typography from '@mui/material/Typography'
import { FolderKanban, Sparkles } from 'lucide-react'
import { useState } from 'react'

import type { Task } from '@/api/shapes'
import { today, useTasksQuery } from '@/api/tasks'
import { useLogin } from '@/app/login'
import { useLanguage, useT, type TextKey } from '@/app/texts'
import { NewProject } from '@/features/projects/NewProject'
import { EmptyState } from '@/parts/EmptyState'
import { Waiting } from '@/parts/Waiting'
import { useNow } from '@/parts/Ago'
import { Crumbs } from '@/shell/Crumbs'
import { useHere } from '@/shell/here'

import { TaskRow } from './TaskRow'

/** Days that are counted as this week. */
const SOON = 7

const dayIn = (days: number): string => {
  const then = new Date(`${today()}T12:00:00Z`)
  then.setUTCDate(then.getUTCDate() + days)
  return then.toISOString().slice(0, 10)
}

type Bundle = 'overdue' | 'today' | 'week' | 'started' | 'other'

const bundled = (tasks: readonly Task[]): [Bundle, Task[]][] => {
  const bundles: Record<Bundle, Task[]> = { overdue: [], today: [], week: [], started: [], other: [] }
  const [now, soon] = [today(), dayIn(SOON)]
  for (const task of tasks) {
    const bundle: Bundle = task.due && task.due < now ? 'overdue' : task.due === now ? 'today' : task.due && task.due <= soon ? 'week' : task.started_at ? 'started' : 'other'
    bundles[bundle].push(task)
  }
  return (Object.entries(bundles) as [Bundle, Task[]][]).filter(([, some]) => some.length > 0)
}

/** A headed list of tasks. */
function Group({ name, tasks, late }: { name: string; tasks: readonly Task[]; late: boolean }) {
  return (
    <Box component="section" aria-label={name} sx={{ mb: 8 }}>
      <Typography variant="h3" component="h2" sx={{ display: 'flex', gap: 2, alignItems: 'baseline', mb: 1.5 }}>
        {name}
        <Box component="span" sx={{ fontSize: '0.75rem', fontWeight: 450, color: 'text.secondary', fontVariantNumeric: 'tabular-nums' }}>{tasks.length}</Box>
      </Typography>
      {tasks.map((task) => (
        <TaskRow key={task.id} task={task} late={late} />
      ))}
    </Box>
  )
}

function Nothing() {
  const t = useT()
  const here = useHere()
  const [making, setMaking] = useState(false)
  if (here.projects.length > 0) return <EmptyState icon={Sparkles} title={t('work.nothing')} hint={t('work.nothingHint')} />
  return (
    <EmptyState icon={FolderKanban} title={t('work.noProjectsTitle')} hint={t('work.noProjectsHint')}>
      {here.role !== 'guest' && <Button variant="contained" onClick={() => setMaking(true)}>{t('shell.newProject')}</Button>}
      <NewProject open={making} onClose={() => setMaking(false)} />
    </EmptyState>
  )
}

/** `/w/[workspace]`: what waits for the person. */
export function MyWork() {
  const t = useT()
  const here = useHere()
  const login = useLogin()
  const { language } = useLanguage()
  const now = new Date(useNow())
  const { data } = useTasksQuery({ workspace: here.slug, filter: 'assignee:me is:open', sort: '-priority', limit: 200 })
  const recent = useTasksQuery({ workspace: here.slug, filter: 'is:open', sort: '-updated', limit: 8 })
  const mine = new Set((data?.items ?? []).map(({ id }) => id))
  const others = (recent.data?.items ?? []).filter(({ id }) => !mine.has(id))
  const hour = now.getHours()
  const greeting: TextKey = hour < 12 ? 'work.greetMorning' : hour < 18 ? 'work.greetDay' : 'work.greetEvening'
  return (
    <Box sx={{ maxWidth: 860, mx: 'auto', px: { xs: 4, sm: 8 }, py: { xs: 6, md: 10 } }}>
      <Crumbs items={[{ text: here.workspace.name, href: `/w/${here.slug}` }, { text: t('shell.myWork') }]} />
      <Typography variant="h1">{t(greeting, { name: login?.person.name.split(' ')[0] ?? '' })}</Typography>
      <Typography variant="body1" sx={{ color: 'text.secondary', mt: 1, mb: 9 }}>
        {now.toLocaleDateString(language, { weekday: 'long', day: 'numeric', month: 'long' })}
      </Typography>
      {!data && <Waiting rows={6} />}
      {data?.items.length === 0 && <Nothing />}
      {data && bundled(data.items).map(([bundle, tasks]) => <Group key={bundle} name={t(`work.${bundle}`)} tasks={tasks} late={bundle === 'overdue'} />)}
      {others.length > 0 && <Group name={t('work.recent')} tasks={others} late={false} />}
    </Box>
  )
}
