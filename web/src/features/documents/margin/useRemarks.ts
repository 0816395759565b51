import { useEffect, useMemo, useState } from 'react'

import { useDocumentThreadsInfiniteQuery } from '@/api/conversations'
import type { Thread } from '@/api/shapes'
import { useHere } from '@/shell/here'

import type { Anchor } from './anchors'
import { Remarks } from './Remarks'

/** Conversations of a document; their pages are read one after the other. */
export const useThreads = (document: string, resolved: boolean, skip = false): readonly Thread[] | null => {
  const here = useHere()
  const { data, hasNextPage, isFetching, fetchNextPage } = useDocumentThreadsInfiniteQuery({ workspace: here.slug, document, resolved }, { skip })
  useEffect(() => {
    if (hasNextPage && !isFetching) void fetchNextPage()
  }, [hasNextPage, isFetching, fetchNextPage])
  return useMemo(() => data?.pages.flatMap(({ items }) => items) ?? null, [data])
}

/** The comments of an editor. They last as long as the editor. */
export const useRemarks = (): Remarks => useState(() => new Remarks())[0]

/** Tells the editor which comments there are. */
export const useLook = (remarks: Remarks, threads: readonly Thread[], may: boolean): void => {
  useEffect(() => {
    const anchored = threads.flatMap(({ id, anchor }): [string, Anchor][] => (anchor ? [[id, anchor]] : []))
    remarks.look(new Map(anchored), may)
  }, [remarks, threads, may])
}
