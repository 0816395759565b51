// One editor: a CodeMirror bound to a Y.Doc, with the cursors of the others and who it is.

import { defaultKeymap } from '@codemirror/commands'
import { markdown } from '@codemirror/lang-markdown'
import { HighlightStyle, syntaxHighlighting } from '@codemirror/language'
import { EditorState } from '@codemirror/state'
import { EditorView, keymap } from '@codemirror/view'
import { tags } from '@lezer/highlight'
import { yCollab, yUndoManagerKeymap } from 'y-codemirror.next'
import { UndoManager } from 'yjs'

const ink = HighlightStyle.define([
  { tag: tags.heading, color: '#212529', fontWeight: '650' },
  { tag: tags.strong, fontWeight: '650' },
  { tag: tags.emphasis, fontStyle: 'italic' },
  { tag: tags.monospace, color: '#0b7285' },
  { tag: tags.processingInstruction, color: '#adb5bd' },
  { tag: tags.url, color: '#1971c2' }
])

/** Fills the element `place` with an editor of `doc` in which `user` types. */
export function editorPane (place, { user, protocol, doc, provider }) {
  const pane = document.querySelector(place)
  const title = document.createElement('div')
  title.className = 'title'
  title.innerHTML = '<span class="person"></span><code></code><span class="state"></span>'
  title.querySelector('.person').textContent = user.name
  title.querySelector('.person').style.setProperty('--color', user.color)
  title.querySelector('code').textContent = protocol
  pane.append(title)

  provider.awareness.setLocalStateField('user', user)
  const text = doc.getText('content')
  const undoManager = new UndoManager(text)
  const state = EditorState.create({
    doc: text.toString(),
    extensions: [
      keymap.of([...yUndoManagerKeymap, ...defaultKeymap]),
      markdown(),
      syntaxHighlighting(ink),
      EditorView.lineWrapping,
      yCollab(text, provider.awareness, { undoManager })
    ]
  })
  const view = new EditorView({ state, parent: pane })
  pane.view = view

  const show = () => { title.querySelector('.state').textContent = stateOf(provider) }
  for (const event of ['status', 'synced', 'sync', 'unsyncedChanges', 'authenticationFailed']) provider.on(event, show)
  show()
  return view
}

/** Hocuspocus counts what the server has not yet acknowledged; y-websocket knows only whether it is synced. */
function stateOf (provider) {
  if (!provider.synced) return 'connecting'
  if (provider.hasUnsyncedChanges === undefined) return 'synced'
  return provider.hasUnsyncedChanges ? 'saving' : 'saved to disk'
}
