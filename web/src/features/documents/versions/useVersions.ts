import { useCallback, useEffect, useMemo, useState } from 'react'

import { useRestoreVersionMutation, useVersionsInfiniteQuery, type Version } from '@/api/versions'
import { useSay } from '@/app/problems'
import { useLanguage, useT } from '@/app/texts'

import { momentOf } from './words'

/** The versions of a document, as far as they were read, and the one that is looked at. */
export const useVersions = (document: string) => {
  const { data, error, isFetching, isFetchNextPageError, hasNextPage, fetchNextPage, refetch } = useVersionsInfiniteQuery(document)
  const [id, setId] = useState<string | null>(null)
  const versions = useMemo(() => data?.pages.flatMap(({ items }) => items), [data])
  const at = versions?.findIndex((version) => version.id === id) ?? -1
  const chosen = versions?.[at] ?? null
  const before = versions?.[at + 1] ?? null
  const more = useCallback(() => void fetchNextPage(), [fetchNextPage])
  // What changed is told from the version before, which may stand on the next page.
  const needed = chosen !== null && before === null && hasNextPage && !isFetching && !isFetchNextPageError
  useEffect(() => {
    if (needed) more()
  }, [needed, more])
  return {
    versions,
    failed: !versions && error !== undefined,
    again: refetch,
    more: hasNextPage ? more : null,
    fetching: isFetching,
    chosen,
    /** Undefined while it is not known. */
    before: before ?? (hasNextPage ? undefined : null),
    choose: setId
  }
}

/** Brings a document back to a version, with a way back from there. */
export const useRestoring = (document: string) => {
  const t = useT()
  const { language } = useLanguage()
  const { say, fail } = useSay()
  const [restore, { isLoading }] = useRestoreVersionMutation()
  const bring = async (version: Version): Promise<boolean> => {
    try {
      const { changed, before } = await restore({ document, version: version.id }).unwrap()
      const undo = () => {
        restore({ document, version: before.id }).unwrap().then(() => say(t('versions.undone')), fail)
      }
      if (changed) say(t('versions.restored', { when: momentOf(version.taken_at, language) }), { undo })
      else say(t('versions.same'))
      return true
    } catch (error) {
      fail(error)
      return false
    }
  }
  return { bring, bringing: isLoading }
}
