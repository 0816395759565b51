import { Extension, type Editor, type Range } from '@tiptap/core'
import { PluginKey } from '@tiptap/pm/state'
import Suggestion, { type SuggestionOptions, type SuggestionProps } from '@tiptap/suggestion'

import type { Menu, Offer } from './menu'

/** A letter that opens the menu at the cursor, and what it offers. */
export interface Opening {
  /** Names the extension. */
  id: string
  letter: string
  /** What the menu is called for those who do not see it. */
  name: string
  offers: (typed: string) => readonly Offer[] | Promise<readonly Offer[]>
  /** Puts what was taken in the place of what was typed. */
  take: (editor: Editor, range: Range, offer: Offer) => void
}

/** Most offers at once. */
const MOST = 10

const drawn = (menu: Menu, name: string) => (): ReturnType<NonNullable<SuggestionOptions<Offer>['render']>> => {
  const show = ({ items, clientRect, command }: SuggestionProps<Offer>) => {
    const offers = items.slice(0, MOST)
    menu.show({ name, offers, chosen: 0, place: clientRect?.() ?? null, take: command })
  }
  return {
    onStart: show,
    onUpdate: show,
    onKeyDown: ({ event }) => {
      if (event.key === 'ArrowDown') menu.move(1)
      else if (event.key === 'ArrowUp') menu.move(-1)
      else if (event.key === 'Enter' || event.key === 'Tab') return menu.take()
      else if (event.key === 'Escape') menu.show(null)
      else return false
      return true
    },
    onExit: () => menu.show(null)
  }
}

/** Opens the menu when the letter is typed at the beginning of a word. */
export const offering = (menu: Menu, { id, letter, name, offers, take }: Opening) =>
  Extension.create({
    name: `offering-${id}`,
    addProseMirrorPlugins () {
      return [
        Suggestion<Offer, Offer>({
          editor: this.editor,
          pluginKey: new PluginKey(`offering-${id}`),
          char: letter,
          items: async ({ query }) => [...(await offers(query))],
          command: ({ editor, range, props }) => take(editor, range, props),
          allow: ({ editor }) => editor.isEditable && !editor.isActive('codeBlock'),
          render: drawn(menu, name)
        })
      ]
    }
  })
