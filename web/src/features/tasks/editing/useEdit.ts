import { useCallback } from 'react'

import { useChangeTasksMutation } from '@/api/boards'
import type { Task } from '@/api/shapes'
import type { TaskChange } from '@/api/tasks'
import { useSay } from '@/app/problems'
import { useT } from '@/app/texts'
import { useHere } from '@/shell/here'

import { back } from './picking'

/** Most tasks that the server changes at once. */
const AT_ONCE = 200

/** Changes tasks, says so, and offers the way back. `also` is done on that way. */
export const useEdit = () => {
  const t = useT()
  const here = useHere()
  const { fail, doing } = useSay()
  const [change] = useChangeTasksMutation()
  return useCallback(
    (tasks: readonly Task[], wanted: TaskChange, said: string, also?: () => void) => {
      const [first] = tasks
      if (!first) return
      const run = async (some: readonly Task[], to: TaskChange) => {
        for (let at = 0; at < some.length; at += AT_ONCE) {
          await change({ workspace: here.slug, tasks: some.slice(at, at + AT_ONCE), change: to }).unwrap()
        }
      }
      const undo = async () => {
        also?.()
        const bundles = new Map<string, { to: TaskChange; some: Task[] }>()
        for (const task of tasks) {
          const to = back(task, wanted)
          const name = JSON.stringify(to)
          const bundle = bundles.get(name) ?? { to, some: [] }
          bundle.some.push(task)
          bundles.set(name, bundle)
        }
        try {
          for (const { to, some } of bundles.values()) await run(some, to)
        } catch (error) {
          fail(error)
        }
      }
      doing(tasks.length === 1 ? `${first.key}: ${said}` : t('boards.ofMany', { count: tasks.length, said }), run(tasks, wanted), () => void undo())
    },
    [change, here.slug, doing, fail, t]
  )
}
