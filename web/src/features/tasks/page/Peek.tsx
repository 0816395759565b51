import Box from '@mui/material/Box'
import { ChevronDown, ChevronUp, Maximize2, X } from 'lucide-react'
import { useRouter } from 'next/router'
import { useEffect, useRef } from 'react'

import type { Task } from '@/api/shapes'
import { useTaskQuery } from '@/api/tasks'
import { useT } from '@/app/texts'
import { Tip } from '@/parts/Tip'
import { Waiting } from '@/parts/Waiting'
import { useHere } from '@/shell/here'

import { usePlan } from '../plan'

import { Properties } from './Properties'
import { TaskActions } from './TaskActions'
import { TaskBody } from './TaskBody'

/** A task beside its board or list. Escape closes it; the arrows go to its neighbours. */
export function Peek({ task: key, tasks, onTask }: { task: string; tasks: readonly Task[]; onTask: (key: string) => void }) {
  const t = useT()
  const here = useHere()
  const router = useRouter()
  const panel = useRef<HTMLElement | null>(null)
  const task = useTaskQuery({ workspace: here.slug, task: key }).currentData
  const plan = usePlan(task?.project)
  const editable = here.role !== 'guest'
  const at = tasks.findIndex((one) => one.key === key)
  useEffect(() => {
    const before = document.activeElement
    panel.current?.focus()
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus()
    }
  }, [])
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      if (event.key === 'Escape' && !event.defaultPrevented && !document.querySelector('[role=dialog],[role=menu],[role=listbox]')) onTask('')
    }
    window.addEventListener('keydown', pressed)
    return () => window.removeEventListener('keydown', pressed)
  }, [onTask])
  return (
    <Box ref={panel} component="aside" tabIndex={-1} aria-label={key} sx={{ position: 'fixed', zIndex: 1050, top: 48, right: 0, bottom: 0, width: 'min(560px, 100vw)', display: 'flex', flexDirection: 'column', outline: 'none !important', background: 'var(--rx-palette-token-ground)', borderLeft: '1px solid', borderColor: 'token.line', boxShadow: '-12px 0 32px rgb(var(--rx-palette-token-shadow) / .1)' }}>
      <Box sx={{ display: 'flex', alignItems: 'center', gap: 0.5, px: 3, height: 44, flex: 'none', borderBottom: '1px solid', borderColor: 'token.line' }}>
        <Box sx={{ flex: 1, fontSize: '0.8125rem', color: 'text.secondary', fontVariantNumeric: 'tabular-nums' }}>{key}</Box>
        <Tip name={t('boards.previousTask')} icon={ChevronUp} disabled={at <= 0} onClick={() => onTask(tasks[at - 1]?.key ?? key)} />
        <Tip name={t('boards.nextTask')} icon={ChevronDown} disabled={at < 0 || at >= tasks.length - 1} onClick={() => onTask(tasks[at + 1]?.key ?? key)} />
        {task && <TaskActions task={task} editable={editable} />}
        <Tip name={t('boards.openPage')} icon={Maximize2} iconSize={14} onClick={() => void router.push(`/w/${here.slug}/tasks/${key}`)} />
        <Tip name={t('shell.close')} icon={X} onClick={() => onTask('')} />
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
