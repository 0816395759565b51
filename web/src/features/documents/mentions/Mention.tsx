import { mergeAttributes, Node } from '@tiptap/core'
import { ReactNodeViewRenderer } from '@tiptap/react'

import { MentionView } from './MentionView'

/** What a mention names. */
export type MentionKind = 'person' | 'task'

/** A person or a task in the middle of a text. Its name is kept beside its id, for programs that know neither. */
export const Mention = Node.create({
  name: 'mention',
  group: 'inline',
  inline: true,
  atom: true,
  addAttributes: () => ({
    kind: { default: 'person', parseHTML: (element: HTMLElement) => element.dataset.mention, renderHTML: ({ kind }: Record<string, string>) => ({ 'data-mention': kind }) },
    id: { default: '', parseHTML: (element: HTMLElement) => element.dataset.id, renderHTML: ({ id }: Record<string, string>) => ({ 'data-id': id }) },
    label: { default: '', parseHTML: (element: HTMLElement) => element.textContent.replace(/^[@#]/, ''), renderHTML: () => ({}) }
  }),
  parseHTML: () => [{ tag: 'span[data-mention]' }],
  renderHTML: ({ node, HTMLAttributes }) => ['span', mergeAttributes(HTMLAttributes), sign(node.attrs)],
  renderMarkdown: ({ attrs }) => sign(attrs ?? {}),
  renderText: ({ node }) => sign(node.attrs),
  addNodeView: () => ReactNodeViewRenderer(MentionView, { as: 'span' })
})

const sign = ({ kind, label }: Record<string, unknown>) => `${kind === 'task' ? '' : '@'}${String(label)}`
