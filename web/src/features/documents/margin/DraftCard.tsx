import { useBeginThreadMutation } from '@/api/conversations'
import { useSay } from '@/app/problems'
import { useT } from '@/app/texts'
import { CommentBox } from '@/features/talk/CommentBox'
import { useHere } from '@/shell/here'

import type { Draft, Remarks } from './Remarks'

/** Writes a comment on a part of the text; without a draft, on the document as a whole. */
export function DraftCard({ document, draft, remarks }: { document: string; draft: Draft | null; remarks: Remarks }) {
  const t = useT()
  const here = useHere()
  const { fail } = useSay()
  const [begin, { isLoading }] = useBeginThreadMutation()
  const send = async (body: string): Promise<boolean> => {
    const where = draft ? { anchor: draft.anchor, ...(draft.quote === '' ? {} : { quote: draft.quote }) } : {}
    try {
      const { id } = await begin({ workspace: here.slug, kind: 'document', place: document, body, ...where }).unwrap()
      if (draft) remarks.end(draft, id)
      return true
    } catch (error) {
      fail(error)
      return false
    }
  }
  return draft ? (
    <CommentBox label={t('boards.comment')} does={t('boards.say')} autoFocus busy={isLoading} onSend={send} onCancel={() => remarks.end(draft, null)} />
  ) : (
    <CommentBox label={t('documents.commentWhole')} does={t('boards.say')} busy={isLoading} onSend={send} />
  )
}
