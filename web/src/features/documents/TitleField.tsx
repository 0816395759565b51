import InputBase from '@mui/material/InputBase'
import { useState } from 'react'

import { bearsTitle } from '@/app/first'
import { useChangePageMutation, type DocumentEntry } from '@/api/pages'
import { useSay } from '@/app/problems'
import { useT } from '@/app/texts'
import { useHere } from '@/shell/here'

import { titleLook } from './placing'

/** Characters of a title. */
const MOST = 200

/** The title of a document; kept when the field is left or Enter is pressed. */
export function TitleField({ entry }: { entry: DocumentEntry }) {
  const t = useT()
  const here = useHere()
  const { fail } = useSay()
  const [change] = useChangePageMutation()
  const [draft, setDraft] = useState<string | null>(null)
  const editable = entry.level === 'write' || entry.level === 'manage'
  const keep = () => {
    const title = draft?.trim()
    if (title !== undefined && title !== entry.title) {
      change({ workspace: here.slug, page: entry.id, title })
        .unwrap()
        .catch(fail)
    }
    setDraft(null)
  }
  return (
    <InputBase
      {...bearsTitle}
      fullWidth
      multiline
      value={draft ?? entry.title}
      readOnly={!editable}
      placeholder={t('documents.untitled')}
      autoFocus={editable && entry.title === ''}
      onChange={({ target }) => setDraft(target.value.replaceAll('\n', ' ').slice(0, MOST))}
      onBlur={keep}
      onKeyDown={(event) => {
        if (event.key === 'Enter') {
          event.preventDefault()
          event.currentTarget.querySelector('textarea')?.blur()
        }
        if (event.key === 'Escape') setDraft(null)
      }}
      inputProps={{ 'aria-label': t('documents.titleField') }}
      sx={titleLook}
    />
  )
}
