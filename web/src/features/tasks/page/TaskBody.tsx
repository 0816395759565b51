import Box from '@mui/material/Box'
import Tab from '@mui/material/Tab'
import Tabs from '@mui/material/Tabs'
import { useState } from 'react'

import type { Task } from '@/api/shapes'
import { useTaskQuery } from '@/api/tasks'
import { useT } from '@/app/texts'
import { Guard } from '@/parts/Guard'
import { useHere } from '@/shell/here'

import { usePlan } from '../plan'

import { Conversation } from './Conversation'
import { RichText } from '@/features/documents/RichText'
import { Files } from './Files'
import { History } from './History'
import { Links } from './Links'
import { SubTasks } from './SubTasks'
import { TaskLink } from './TaskLink'
import { Title } from './Title'

function Parent({ id }: { id: string }) {
  const here = useHere()
  const parent = useTaskQuery({ workspace: here.slug, task: id }).data
  const plan = usePlan(parent?.project)
  return parent ? <Box sx={{ mx: -1.5, mb: 1 }}><TaskLink task={parent} plan={plan} /></Box> : null
}

/** Everything that a task holds besides its properties. */
export function TaskBody({ task, editable }: { task: Task; editable: boolean }) {
  const t = useT()
  const [tab, setTab] = useState<'talk' | 'past'>('talk')
  return (
    <>
      {task.parent && <Parent id={task.parent} />}
      <Title key={task.id} task={task} editable={editable} />
      <Box sx={{ mt: 3 }}>
        <Guard key={task.document}>
          <RichText key={task.document} document={task.document} editable={editable} />
        </Guard>
      </Box>
      <SubTasks task={task} editable={editable} />
      <Links task={task} editable={editable} />
      <Files task={task} editable={editable} />
      <Box sx={{ mt: 8 }}>
        <Tabs value={tab} onChange={(_, value: 'talk' | 'past') => setTab(value)} aria-label={t('boards.activity')} sx={{ mb: 4 }}>
          <Tab value="talk" label={t('boards.comments')} id="rx-tab-talk" aria-controls="rx-panel" />
          <Tab value="past" label={t('boards.history')} id="rx-tab-past" aria-controls="rx-panel" />
        </Tabs>
        <Box role="tabpanel" id="rx-panel" aria-labelledby={`rx-tab-${tab}`}>{tab === 'talk' ? <Conversation task={task} may={editable} /> : <History task={task} />}</Box>
      </Box>
    </>
  )
}
