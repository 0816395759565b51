import { useRouter } from 'next/router'
import { useCallback, useMemo } from 'react'

import type { View } from '@/api/shapes'

/** How tasks are drawn. */
export const LAYOUTS = ['board', 'list', 'table'] as const
export type LayoutName = (typeof LAYOUTS)[number]
/** What tasks are put together by. */
export const GROUPS = ['status', 'assignee', 'label', 'priority', 'cycle', 'milestone', 'none'] as const
export type Group = (typeof GROUPS)[number]
/** What tasks are sorted by. */
export const SORTS = ['rank', '-priority', 'due', '-updated', '-created', 'title', 'number', '-estimate'] as const

/** How the page looks at the tasks; it stands in the address, so that a link shows the same. */
export interface Look {
  layout: LayoutName
  filter: string
  sort: string
  group: Group
  /** The task in the side panel. */
  task: string
  /** The saved view that this came from. */
  view: string
}

const one = (value: string | string[] | undefined): string => (Array.isArray(value) ? value[0] : value) ?? ''

const NAMES: Record<keyof Look, string> = { layout: 'as', filter: 'filter', sort: 'sort', group: 'group', task: 'task', view: 'view' }

/** The look of the page, and how to change it. */
export const useLook = (): [Look, (part: Partial<Look>) => void] => {
  const router = useRouter()
  const { query, pathname } = router
  const [layout, filter, sort, group, task, view] = [one(query.as), one(query.filter), one(query.sort), one(query.group), one(query.task), one(query.view)]
  const look = useMemo<Look>(
    () => ({
      layout: LAYOUTS.find((name) => name === layout) ?? 'board',
      filter,
      sort: sort || 'rank',
      group: GROUPS.find((name) => name === group) ?? 'status',
      task,
      view
    }),
    [layout, filter, sort, group, task, view]
  )
  const change = useCallback(
    (part: Partial<Look>) => {
      const next: Record<string, string | string[] | undefined> = { ...query }
      for (const [name, value] of Object.entries(part)) next[NAMES[name as keyof Look]] = value
      for (const [name, standing] of [['as', 'board'], ['sort', 'rank'], ['group', 'status']] as const) if (next[name] === standing) next[name] = ''
      const kept = Object.fromEntries(Object.entries(next).filter(([, value]) => value !== undefined && value !== ''))
      void router.replace({ pathname, query: kept }, undefined, { shallow: true, scroll: false })
    },
    [query, pathname, router]
  )
  return [look, change]
}

/** How a saved view looks at tasks. */
export const lookOf = ({ id, filter, sort, group, layout }: View): Partial<Look> => ({
  filter,
  sort: sort || 'rank',
  group: GROUPS.find((name) => name === group) ?? (group ? 'none' : layout === 'board' ? 'status' : 'none'),
  layout: layout === 'board' ? 'board' : 'list',
  view: id
})
