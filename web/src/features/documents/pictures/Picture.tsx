import Image from '@tiptap/extension-image'
import { ReactNodeViewRenderer } from '@tiptap/react'

import { PictureView } from './PictureView'

/** A picture: a file of the workspace, shown to whoever may read it, or an address from elsewhere. */
export const Picture = Image.extend({
  draggable: true,
  addAttributes () {
    return {
      ...this.parent?.(),
      file: { default: null, parseHTML: (element: HTMLElement) => element.dataset.file ?? null, renderHTML: ({ file }: { file: string | null }) => (file ? { 'data-file': file } : {}) }
    }
  },
  parseHTML: () => [{ tag: 'img[data-file]' }],
  addNodeView: () => ReactNodeViewRenderer(PictureView)
})
