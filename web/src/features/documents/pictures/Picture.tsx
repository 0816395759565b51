import Image from '@tiptap/extension-image'
import { ReactNodeViewRenderer } from '@tiptap/react'

import { PictureView } from './PictureView'

const FILE = 'renexus:file/'

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
  // In Markdown a file of the workspace has an address of its own kind, which comes back as the same file.
  parseMarkdown: ({ href, text }, { createNode }) => {
    const address = String(href ?? '')
    return createNode('image', address.startsWith(FILE) ? { file: address.slice(FILE.length), alt: text } : { src: address, alt: text })
  },
  renderMarkdown: ({ attrs }) => {
    const { file, src, alt } = (attrs ?? {}) as Record<string, string | null | undefined>
    return `![${(alt ?? '').replaceAll(/[[\]]/g, '')}](${file ? FILE + file : (src ?? '')})`
  },
  addNodeView: () => ReactNodeViewRenderer(PictureView)
})
