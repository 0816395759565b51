import Box from '@mui/material/Box'
import { ChevronDown, ChevronUp, Maximize2, X } from 'lucide-react'
import { useRouter } from 'next/router'
import { useCallback } from 'react'

import type { Task } from '@/api/shapes'
import { useTaskQuery } from '@/api/tasks'
import { useT } from '@/app/texts'
import { panelLook, usePanel } from '@/parts/panel'
import { Tip } from '@/parts/Tip'
import { Waiting } from '@/parts/Waiting'
import { useHere } from '@/shell/here'
import { frame } from '@/theme/tokens'

import { usePlan } from '../plan'

import { Properties } from './Properties'
import { TaskActions } from './TaskActions'
import { TaskBody } from './TaskBody'

/** A task beside its board or list. Escape closes it; the arrows go to its neighbours. */
export function Peek({ task: key, tasks, onTask }: { task: string; tasks: readonly Task[]; onTask: (key: string) => void }) {
  const t = useT()
  const here = useHere()
  const router = useRouter()
  const close = useCallback(() => onTask(''), [onTask])
  const panel = usePanel(close)
  const task = useTaskQuery({ workspace: here.slug, task: key }).currentData
  const plan = usePlan(task?.project)
  const editable = here.role !== 'guest'
  const at = tasks.findIndex((one) => one.key === key)
  return (
    <Box ref={panel} component="aside" tabIndex={-1} aria-label={key} sx={panelLook(frame.topBar)}>
      <Box sx={{ display: 'flex', alignItems: 'center', gap: 0.5, px: 3, height: 44, flex: 'none', borderBottom: '1px solid', borderColor: 'token.line' }}>
        <Box sx={{ flex: 1, fontSize: '0.8125rem', color: 'text.secondary', fontVariantNumeric: 'tabular-nums' }}>{key}</Box>
        <Tip name={t('boards.previousTask')} icon={ChevronUp} disabled={at <= 0} onClick={() => onTask(tasks[at - 1]?.key ?? key)} />
        <Tip name={t('boards.nextTask')} icon={ChevronDown} disabled={at < 0 || at >= tasks.length - 1} onClick={() => onTask(tasks[at + 1]?.key ?? key)} />
        {task && <TaskActions task={task} editable={editable} />}
        <Tip name={t('boards.openPage')} icon={Maximize2} iconSize={14} onClick={() => void router.push(`/w/${here.slug}/tasks/${key}`)} />
        <Tip name={t('shell.close')} icon={X} onClick={close} />
      </Box>
      <Box sx={{ flex: 1, minHeight: 0, overflowY: 'auto', px: 5, pt: 5, pb: 12 }}>
        {task ? (
          <>
            <Box sx={{ mb: 6, p: 3, borderRadius: 2, border: '1px solid', borderColor: 'token.line' }}><Properties task={task} plan={plan} editable={editable} wide /></Box>
            <TaskBody key={task.id} task={task} editable={editable} />
          </>
        ) : (
          <Waiting rows={6} />
        )}
      </Box>
    </Box>
  )
}
