import Box from '@mui/material/Box'
import { X } from 'lucide-react'
import dynamic from 'next/dynamic'
import type { ReactNode } from 'react'

import type { Level } from '@/api/access'
import type { Status, Task } from '@/api/shapes'
import { useLanguage, useT } from '@/app/texts'
import { dayInWords } from '@/features/tasks/days'
import { DueMark, isClosed, LabelMark } from '@/features/tasks/marks'
import { StatusSign } from '@/features/tasks/StatusSign'
import { Priority } from '@/features/work/Priority'
import { Avatar } from '@/parts/Avatar'
import { Guard } from '@/parts/Guard'
import { panelLook, usePanel } from '@/parts/panel'
import { Tip } from '@/parts/Tip'
import { frame } from '@/theme/tokens'

import type { Names } from './names'

const Description = dynamic(() => import('./Description').then((loaded) => loaded.Description), { ssr: false })

/** A task of a shared board: what is set about it, and its description as far as the link opens it. */
export function SharedTask({ secret, task, status, names, level, onClose }: { secret: string; task: Task; status: Status | undefined; names: Names; level: Level; onClose: () => void }) {
  const t = useT()
  const panel = usePanel(onClose)
  return (
    <Box ref={panel} component="aside" tabIndex={-1} aria-label={task.key} sx={panelLook(frame.topBar)}>
      <Box sx={{ display: 'flex', alignItems: 'center', gap: 1, px: 3, height: 44, flex: 'none', borderBottom: '1px solid', borderColor: 'token.line' }}>
        <Box sx={{ flex: 1, fontSize: '0.8125rem', color: 'text.secondary', fontVariantNumeric: 'tabular-nums' }}>{task.key}</Box>
        <Tip name={t('shell.close')} icon={X} onClick={onClose} />
      </Box>
      <Box sx={{ flex: 1, minHeight: 0, overflowY: 'auto', px: 5, pt: 5, pb: 12 }}>
        <Box component="h2" sx={{ m: 0, mb: 4, fontSize: '1.125rem', fontWeight: 600, overflowWrap: 'anywhere' }}>{task.title}</Box>
        <Facts task={task} status={status} names={names} />
        <Guard><Description secret={secret} task={task.key} writes={level === 'write'} /></Guard>
      </Box>
    </Box>
  )
}

function Facts({ task, status, names }: { task: Task; status: Status | undefined; names: Names }) {
  const t = useT()
  const { language } = useLanguage()
  const people = names.people(task)
  const labels = names.labels(task)
  return (
    <Box component="dl" sx={{ m: 0, mb: 6, p: 3, borderRadius: 2, border: '1px solid', borderColor: 'token.line', display: 'grid', gridTemplateColumns: '92px minmax(0, 1fr)', gap: 2, fontSize: '0.8125rem' }}>
      <Fact name={t('boards.status')}>{status && <><StatusSign category={status.category} />{status.name}</>}</Fact>
      <Fact name={t('boards.priority')}><Priority level={task.priority} /></Fact>
      {people.length > 0 && <Fact name={t('boards.assignees')}>{people.map(({ person, name }) => <Box key={person} component="span" sx={{ display: 'inline-flex', alignItems: 'center', gap: 1.5 }}><Avatar id={person} name={name} size={18} decorative />{name}</Box>)}</Fact>}
      {labels.length > 0 && <Fact name={t('boards.labels')}>{labels.map((label) => <LabelMark key={label.id} label={label} />)}</Fact>}
      {task.start && <Fact name={t('boards.start')}>{dayInWords(task.start, language)}</Fact>}
      {task.due && <Fact name={t('boards.due')}><DueMark due={task.due} done={isClosed(task)} plain /></Fact>}
    </Box>
  )
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <Box component="dt" sx={{ color: 'text.secondary' }}>{name}</Box>
      <Box component="dd" sx={{ m: 0, display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: 1.5, position: 'relative' }}>{children}</Box>
    </>
  )
}
