import type { AnyExtension, Editor } from '@tiptap/core'

import type { SearchHit } from '@/api/shapes'
import { client } from '@/app/client'
import type { Translate } from '@/app/texts'
import type { Here } from '@/shell/here'

import { Desk } from './assistant/Desk'
import { suggesting } from './assistant/suggesting'
import { blockMenu } from './offering/blocks'
import { Menu } from './offering/menu'
import { pasting } from './markdown/pasting'
import { peopleMenu, taskMenu } from './offering/names'
import { offering } from './offering/offering'
import { askForPictures, bringAll, bringing } from './pictures/bringing'

/** What the page around an editor knows, as it is now. */
export interface Around {
  here: Here
  find: (words: string) => Promise<readonly SearchHit[]>
  /** Notes that the document uses a file, so that it is kept. */
  keep: (file: string) => Promise<unknown>
  coming: (name: string) => void
  /** Whether there is an assistant. */
  helped: boolean
  failed: (error: unknown) => void
}

/** The menus at the cursor and the way of pictures. They last as long as the editor; what is around it changes. */
export class Helpers {
  readonly menu = new Menu()
  readonly desk = new Desk()
  readonly more: readonly AnyExtension[]
  #around: Around | null = null

  constructor (t: Translate) {
    const pick = (editor: Editor) => askForPictures((files) => void bringAll(editor, files, this.#bring).catch(this.#failed))
    const people = peopleMenu(t, () => this.#around?.here.members ?? [])
    const tasks = taskMenu(t, async (words) => (await this.#around?.find(words)) ?? [])
    const openings = [blockMenu(t, pick, { there: () => this.#around?.helped ?? false, ask: (editor) => this.desk.ask(editor) }), people, tasks]
    this.more = [suggesting(this.desk), ...openings.map((opening) => offering(this.menu, opening)), bringing((file) => this.#bring(file), (error) => this.#failed(error)), pasting((error) => this.#failed(error))]
  }

  /** Tells what is around the editor now. */
  look (around: Around): void {
    this.#around = around
  }

  readonly #failed = (error: unknown): void => this.#around?.failed(error)

  readonly #bring = async (file: File): Promise<string> => {
    const around = this.#around
    if (!around) throw new Error('the page is gone')
    around.coming(file.name)
    const made = await client.files.upload(file, { workspace: around.here.workspace.id })
    await around.keep(made.id)
    return made.id
  }
}
