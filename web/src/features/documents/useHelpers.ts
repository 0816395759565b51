import { useEffect, useState } from 'react'

import { useAssistantQuery } from '@/api/assistant'
import { useAttachToDocumentMutation } from '@/api/pages'
import { workspacesApi } from '@/api/workspaces'
import { useSay } from '@/app/problems'
import { useAppDispatch } from '@/app/store'
import { useT } from '@/app/texts'
import { useHere } from '@/shell/here'

import { Helpers } from './helpers'
import { TooLong } from './markdown/bringing'

/** Hits of the search that are looked through for tasks. */
const HITS = 20

/** The helpers of the editor of one document. */
export function useHelpers(document: string): Helpers {
  const t = useT()
  const here = useHere()
  const dispatch = useAppDispatch()
  const { say, fail } = useSay()
  const [attach] = useAttachToDocumentMutation()
  const helped = useAssistantQuery(here.slug).data?.available ?? false
  const [helpers] = useState(() => new Helpers(t))
  useEffect(() => {
    helpers.look({
      here,
      helped,
      find: async (q) => (await dispatch(workspacesApi.endpoints.find.initiate({ workspace: here.slug, q, limit: HITS })).unwrap()).items,
      keep: (file) => attach({ workspace: here.slug, document, file }).unwrap(),
      coming: (name) => say(t('documents.pictureComing', { name })),
      failed: (error) => (error instanceof TooLong ? say(t('documents.markdownTooLong')) : fail(error))
    })
  }, [helpers, here, helped, dispatch, attach, document, say, fail, t])
  return helpers
}
