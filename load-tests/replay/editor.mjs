// One stock client, in the protocol asked for, as the replay needs it: synced, and how much of it is unacknowledged.

import { HocuspocusProvider, WebSocket, WebsocketProvider, Y, YSweetProvider } from '../peers/stock.mjs'

/** Opens `document` on `address` (`{ http, ws, paths }`) and waits until it is synced. */
export async function openEditor (protocol, address, document) {
  const editor = new editors[protocol](address, document)
  while (!editor.synced) await new Promise((resolve) => setTimeout(resolve, 5))
  return editor
}

class Editor {
  constructor () {
    this.doc = new Y.Doc()
    this.text = this.doc.getText('content')
  }

  /** What waits in this process to be sent. */
  get bufferedBytes () { return this.socket?.bufferedAmount ?? 0 }
}

class HocuspocusEditor extends Editor {
  constructor ({ ws, paths }, document) {
    super()
    const url = ws + paths.hocuspocus
    this.provider = new HocuspocusProvider({ url, name: document, document: this.doc, token: '', WebSocketPolyfill: WebSocket })
  }

  get synced () { return this.provider.synced && this.unacknowledged === 0 }

  get unacknowledged () { return this.provider.unsyncedChanges }

  get socket () { return this.provider.configuration.websocketProvider.webSocket }
}

class YWebsocketEditor extends Editor {
  /** The protocol has no acknowledgement. */
  unacknowledged = 0

  constructor ({ ws, paths }, document) {
    super()
    this.provider = new WebsocketProvider(ws + paths['y-websocket'], document, this.doc, { WebSocketPolyfill: WebSocket, disableBc: true })
  }

  get synced () { return this.provider.synced }

  get socket () { return this.provider.ws }
}

class YSweetEditor extends Editor {
  constructor ({ http }, document) {
    super()
    const options = { WebSocketPolyfill: WebSocket, showDebuggerLink: false }
    this.provider = new YSweetProvider(() => clientToken(http, document), document, this.doc, options)
  }

  get synced () { return this.provider.status === 'connected' }

  get unacknowledged () { return Math.max(0, this.provider.localVersion - this.provider.ackedVersion) }

  get socket () { return this.provider.websocket }
}

async function clientToken (http, document) {
  const post = async (path, body) => {
    const answer = await fetch(http + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body)
    })
    if (!answer.ok) throw new Error(`POST ${path} answered ${answer.status}`)
    return answer.json()
  }
  await post('/doc/new', { docId: document })
  return post(`/doc/${document}/auth`, {})
}

const editors = { hocuspocus: HocuspocusEditor, 'y-websocket': YWebsocketEditor, 'y-sweet': YSweetEditor }
