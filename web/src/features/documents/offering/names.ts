import type { Editor, Range } from '@tiptap/core'

import type { Member, SearchHit } from '@/api/shapes'
import type { Translate } from '@/app/texts'
import { SquareCheck } from 'lucide-react'

import type { MentionKind } from '../mentions/Mention'
import type { Opening } from './offering'

const put = (kind: MentionKind, editor: Editor, range: Range, id: string, label: string) =>
  editor.chain().focus().insertContentAt(range, [{ type: 'mention', attrs: { kind, id, label } }, { type: 'text', text: ' ' }]).run()

/** The people of the workspace, after `@`. */
export const peopleMenu = (t: Translate, members: () => readonly Member[]): Opening => ({
  id: 'people',
  letter: '@',
  name: t('documents.people'),
  offers: (typed) => {
    const words = typed.toLowerCase()
    return members()
      .filter(({ name, handle }) => name.toLowerCase().includes(words) || handle.startsWith(words))
      .map(({ person, name, handle, avatar }) => ({ id: person, name, hint: `@${handle}`, person: { id: person, picture: avatar ?? null } }))
  },
  take: (editor, range, { id, name }) => put('person', editor, range, id, name)
})

/** Tasks by words of their title or by key, after `#`. */
export const taskMenu = (t: Translate, find: (words: string) => Promise<readonly SearchHit[]>): Opening => ({
  id: 'tasks',
  letter: '#',
  name: t('documents.tasks'),
  offers: async (typed) => {
    if (typed.trim() === '') return []
    const hits = await find(typed)
    return hits.flatMap(({ kind, key, title }) => (kind === 'task' && key ? [{ id: key, name: title.text, hint: key, icon: SquareCheck }] : []))
  },
  take: (editor, range, { id }) => put('task', editor, range, id, id)
})
