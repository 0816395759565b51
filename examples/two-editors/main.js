// The same document in two stock clients: y-websocket on the left, Hocuspocus on the right.
// ?server=http://127.0.0.1:8080&document=hello&token=… ; the defaults suit a local `make run`.

import { HocuspocusProvider } from '@hocuspocus/provider'
import { WebsocketProvider } from 'y-websocket'
import * as Y from 'yjs'

import { editorPane } from './pane.js'

const query = new URLSearchParams(location.search)
const server = query.get('server') ?? 'http://127.0.0.1:8080'
const name = query.get('document') ?? 'hello'
const token = query.get('token') ?? ''
const ws = server.replace(/^http/, 'ws')

document.querySelector('#document').textContent = name

const left = new Y.Doc()
editorPane('#left', {
  user: { name: 'Ada', color: '#d9480f', colorLight: '#d9480f33' },
  protocol: 'y-websocket',
  doc: left,
  provider: new WebsocketProvider(`${ws}/yjs`, name, left, { params: token ? { token } : {}, disableBc: true })
})

const right = new Y.Doc()
editorPane('#right', {
  user: { name: 'Grace', color: '#1971c2', colorLight: '#1971c233' },
  protocol: '@hocuspocus/provider',
  doc: right,
  provider: new HocuspocusProvider({ url: `${ws}/collab`, name, document: right, token })
})
