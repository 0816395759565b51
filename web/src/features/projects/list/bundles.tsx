import { CircleUser, Flag, RefreshCw, Tag } from 'lucide-react'
import { useMemo, type ReactNode } from 'react'

import type { Task } from '@/api/shapes'
import { useT } from '@/app/texts'
import type { Given } from '@/features/tasks/asking'
import { PRIORITIES, PRIORITY_NAMES } from '@/features/tasks/editing/useOptions'
import type { Plan } from '@/features/tasks/plan'
import { StatusSign } from '@/features/tasks/StatusSign'
import { Priority } from '@/features/work/Priority'
import { Avatar } from '@/parts/Avatar'
import { useHere } from '@/shell/here'

import type { Group } from '../look'

/** A headed part of a list. */
export interface Bundle {
  id: string
  title: string
  sign: ReactNode
  tasks: Task[]
  given: Given
}

const SIGN = { size: 14, strokeWidth: 1.7 } as const

/** Puts tasks together by what they have in common, in the order of the plan. Empty parts are left out. */
export const useBundles = (tasks: readonly Task[], group: Group, plan: Plan): readonly Bundle[] => {
  const t = useT()
  const { members } = useHere()
  return useMemo(() => {
    if (group === 'none') return [{ id: 'all', title: '', sign: null, tasks: [...tasks], given: {} }]
    const keysOf = (task: Task): readonly string[] => {
      const some = { status: [task.status], priority: [task.priority], cycle: [task.cycle ?? ''], milestone: [task.milestone ?? ''], assignee: task.assignees, label: task.labels }[group]
      return some.length > 0 ? some : ['']
    }
    const held = new Map<string, Task[]>()
    for (const task of tasks) for (const key of keysOf(task)) held.set(key, [...(held.get(key) ?? []), task])
    const head = (id: string, title: string, sign: ReactNode, given: Given = {}): Omit<Bundle, 'tasks'> => ({ id, title, sign, given })
    const heads: Record<Exclude<Group, 'none'>, () => Omit<Bundle, 'tasks'>[]> = {
      status: () => plan.statuses.map(({ id, name, category }) => head(id, name, <StatusSign category={category} />, { status: id })),
      priority: () => PRIORITIES.map((level) => head(level, t(PRIORITY_NAMES[level]), <Priority level={level} />, { priority: level })),
      assignee: () => [...members.map(({ person, name, avatar }) => head(person, name, <Avatar id={person} name={name} picture={avatar} size={18} decorative />, { assignees: [person] })), head('', t('boards.nobody'), <CircleUser {...SIGN} />)],
      label: () => [...plan.labels.map(({ id, name, color }) => head(id, name, <span style={{ width: 10, height: 10, borderRadius: '50%', background: color }} />, { labels: [id] })), head('', t('boards.noLabel'), <Tag {...SIGN} />)],
      cycle: () => [...[...plan.cycles].reverse().map(({ id, name }) => head(id, name, <RefreshCw {...SIGN} />, { cycle: id })), head('', t('boards.noCycle'), <RefreshCw {...SIGN} />)],
      milestone: () => [...plan.milestones.map(({ id, name }) => head(id, name, <Flag {...SIGN} />, { milestone: id })), head('', t('boards.noMilestone'), <Flag {...SIGN} />)]
    }
    return heads[group]().flatMap((one) => {
      const some = held.get(one.id)
      return some ? [{ ...one, tasks: some }] : []
    })
  }, [tasks, group, plan, members, t])
}
