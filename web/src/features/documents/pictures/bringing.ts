import { Extension, type Editor } from '@tiptap/core'
import { Plugin } from '@tiptap/pm/state'

/** Brings one file to the server and gives its id. */
export type Bring = (file: File) => Promise<string>

const picturesOf = (data: DataTransfer | null): File[] => [...(data?.files ?? [])].filter(({ type }) => type.startsWith('image/'))

const put = (editor: Editor, at: number | null, file: string) => {
  if (editor.isDestroyed) return
  const picture = { type: 'image', attrs: { file, alt: '' } }
  if (at === null) editor.chain().focus().insertContent(picture).run()
  else editor.chain().insertContentAt(Math.min(at, editor.state.doc.content.size), picture).run()
}

/** Brings pictures one after the other and puts each into the text. */
export const bringAll = async (editor: Editor, files: readonly File[], bring: Bring, at: number | null = null): Promise<void> => {
  for (const file of files) {
    put(editor, at, await bring(file))
  }
}

/** Pictures that are pasted or dropped go to the server and stand in the text. */
export const bringing = (bring: Bring, failed: (error: unknown) => void) =>
  Extension.create({
    name: 'bringing',
    addProseMirrorPlugins () {
      const { editor } = this
      const take = (event: Event, data: DataTransfer | null, at: number | null): boolean => {
        const files = picturesOf(data)
        if (files.length === 0 || !editor.isEditable) return false
        event.preventDefault()
        bringAll(editor, files, bring, at).catch(failed)
        return true
      }
      return [
        new Plugin({
          props: {
            handlePaste: (_, event) => take(event, event.clipboardData, null),
            handleDrop: (view, event) => take(event, event.dataTransfer, view.posAtCoords({ left: event.clientX, top: event.clientY })?.pos ?? null)
          }
        })
      ]
    }
  })

/** Asks for pictures from the device. */
export const askForPictures = (taken: (files: File[]) => void) => {
  const input = document.createElement('input')
  input.type = 'file'
  input.accept = 'image/*'
  input.multiple = true
  input.addEventListener('change', () => taken([...(input.files ?? [])]))
  input.click()
}
