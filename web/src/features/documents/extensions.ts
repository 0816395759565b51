import type { AnyExtension, Extensions } from '@tiptap/core'
import { Collaboration } from '@tiptap/extension-collaboration'
import { CollaborationCaret } from '@tiptap/extension-collaboration-caret'
import { TaskItem, TaskList } from '@tiptap/extension-list'
import { TableKit } from '@tiptap/extension-table'
import { Placeholder } from '@tiptap/extensions'
import { StarterKit } from '@tiptap/starter-kit'
import type { Awareness } from 'y-protocols/awareness'
import type { Doc } from 'yjs'

import { Highlighting } from './highlighting/highlighting'
import { LastLine } from './lastLine'
import { Mention } from './mentions/Mention'
import { Picture } from './pictures/Picture'

/** What an editor is made for. */
export interface Written {
  doc: Doc
  awareness: Awareness
  /** How the own cursor looks to the others. */
  user: { name: string; color: string }
  placeholder: string
  /** Menus at the cursor, and what is done with files. */
  more: readonly AnyExtension[]
}

/** What can stand in a document. */
export const contents: Extensions = [
  StarterKit.configure({ undoRedo: false, trailingNode: false, link: { openOnClick: false } }),
  Highlighting,
  TaskList,
  TaskItem.configure({ nested: true }),
  TableKit.configure({ table: { resizable: false } }),
  Picture,
  Mention
]

/** What a document is written with. The text is in the fragment `default`. */
export const extensionsOf = ({ doc, awareness, user, placeholder, more }: Written): Extensions => [
  ...contents,
  LastLine,
  Placeholder.configure({ placeholder }),
  Collaboration.configure({ document: doc, field: 'default' }),
  CollaborationCaret.configure({ provider: { awareness }, user }),
  ...more
]
