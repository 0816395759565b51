import { useMemo } from 'react'

import { useCountsQuery } from '@/api/boards'
import { useHere } from '@/shell/here'

import type { Parts } from './board/CardView'

const NONE: ReadonlyMap<string, Parts> = new Map()

/** How many parts of each task of a project are done: two counts for all of its cards. */
export const useParts = (key: string | undefined): ReadonlyMap<string, Parts> => {
  const here = useHere()
  const skip = { skip: !key }
  const all = useCountsQuery({ workspace: here.slug, filter: `project:${key ?? ''} is:subtask`, group: 'parent' }, skip).data
  const done = useCountsQuery({ workspace: here.slug, filter: `project:${key ?? ''} is:subtask is:closed`, group: 'parent' }, skip).data
  return useMemo(() => {
    if (!all) return NONE
    return new Map(Object.entries(all).map(([parent, count]) => [parent, { all: count, done: done?.[parent] ?? 0 }]))
  }, [all, done])
}
