import type { Editor } from '@tiptap/core'
import dynamic from 'next/dynamic'

import { Waiting } from '@/parts/Waiting'

import type { Finder } from './finding/Finder'

export interface RichTextProps {
  /** The id of the document. */
  document: string
  /** Whether the page lets people write; their rights in the document count besides. */
  editable: boolean
  /** Whether its headings stand beside it where there is room. */
  outline?: boolean
  /** Whether comments stand in its margin. */
  comments?: boolean
  /** Finds words in it. */
  finder?: Finder | undefined
  /** Hears of the editor while there is one. */
  onEditor?: ((editor: Editor | null) => void) | undefined
}

/** Begins to load the editor, for a page that will surely show it. */
export const loadEditor = () => import('./Writing')

/** A text that several people write at once. The editor is loaded when it is shown. */
export const RichText = dynamic<RichTextProps>(() => loadEditor().then(({ Writing }) => Writing), {
  ssr: false,
  loading: () => <Waiting rows={3} text />
})
