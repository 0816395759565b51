import { createClient } from '@renexus/client'
import { Editor } from '@tiptap/core'
import Collaboration from '@tiptap/extension-collaboration'
import CollaborationCaret from '@tiptap/extension-collaboration-caret'
import StarterKit from '@tiptap/starter-kit'
import { basicSetup, EditorView } from 'codemirror'
import { yCollab } from 'y-codemirror.next'

const token = await (await fetch('/token')).text()
const client = createClient({ url: RENEXUS_URL, getToken: () => token })

const page = client.document('example-tiptap')
const editor = new Editor({
  element: document.getElementById('tiptap'),
  extensions: [
    StarterKit.configure({ undoRedo: false }),
    Collaboration.configure({ document: page.doc }),
    CollaborationCaret.configure({ provider: page, user: { color: '#0f766e' } })
  ]
})
page.subscribe(({ access }) => editor.setEditable(access === 'write' || access === 'manage'))

const source = client.document('example-codemirror')
const text = source.doc.getText('text')
await source.whenSynced
new EditorView({
  doc: text.toString(),
  extensions: [basicSetup, yCollab(text, source.awareness)],
  parent: document.getElementById('codemirror')
})
