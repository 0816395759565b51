// The three stock clients behind one small shape, so that a test reads the same for each:
// open, type, read, is it saved, who is here, leave.

import { HocuspocusProvider } from '@hocuspocus/provider'
import { YSweetProvider } from '@y-sweet/client'
import WebSocket from 'ws'
import { WebsocketProvider } from 'y-websocket'
import * as Y from 'yjs'

import { until } from './harness.mjs'

/** A class of sockets that counts how often a client connected. */
export function countedSocket (Socket = WebSocket) {
  return class extends Socket {
    static opened = 0
    static last = null
    constructor (...args) {
      super(...args)
      this.constructor.opened += 1
      this.constructor.last = this
    }
  }
}

/** What a test does with an editor, whichever protocol it speaks. */
class Editor {
  constructor ({ name, Socket }) {
    this.doc = new Y.Doc()
    this.text = this.doc.getText('content')
    this.Socket = countedSocket(Socket)
    this.name = name
  }

  /** Shows this person's cursor to the others. */
  appear () {
    this.provider.awareness?.setLocalStateField('user', { name: this.name, color: '#3367d6' })
  }

  type (words, at = this.text.length) { this.text.insert(at, words) }

  get words () { return this.text.toString() }

  /** The names of everybody else whose cursor is here, sorted. */
  get others () {
    const states = [...this.provider.awareness.getStates()]
    return states
      .filter(([client]) => client !== this.doc.clientID)
      .map(([, state]) => state.user?.name)
      .sort()
  }

  get connections () { return this.Socket.opened }

  /** Goes away, once, and leaves no timer behind. */
  leave () {
    if (this.left) return
    this.left = true
    this.close()
    this.doc.destroy()
  }

  async opened () {
    await until(`${this.name} (${this.protocol}) is synced`, () => this.synced)
    return this
  }
}

class YjsEditor extends Editor {
  protocol = 'y-websocket'

  constructor (options) {
    super(options)
    const { server, document, token, awareness } = options
    this.provider = new WebsocketProvider(`${server.ws}/yjs`, document, this.doc, {
      params: token ? { token } : {},
      WebSocketPolyfill: this.Socket,
      // Otherwise editors in one Node process meet over BroadcastChannel, without any server.
      disableBc: true
    })
    if (awareness === false) this.provider.awareness.setLocalState(null)
    else this.appear()
  }

  get synced () { return this.provider.synced }

  close () { this.provider.destroy() }
}

class CollabEditor extends Editor {
  protocol = 'hocuspocus'

  constructor (options) {
    super(options)
    const { server, document, token = null, socket, sessionAwareness, awareness } = options
    this.provider = new HocuspocusProvider({
      name: document,
      document: this.doc,
      token,
      ...(sessionAwareness ? { sessionAwareness } : {}),
      ...(awareness === false ? { awareness: null } : {}),
      ...(socket
        ? { websocketProvider: socket }
        : { url: `${server.ws}/collab`, WebSocketPolyfill: this.Socket })
    })
    this.refusals = []
    this.provider.on('authenticationFailed', ({ reason }) => this.refusals.push(reason))
    if (socket) this.provider.attach()
    this.appear()
  }

  get synced () { return this.provider.synced && this.provider.isAuthenticated }

  get saved () { return this.synced && !this.provider.hasUnsyncedChanges }

  close () { this.provider.destroy() }
}

class SweetEditor extends Editor {
  protocol = 'y-sweet'

  constructor (options) {
    super(options)
    const { server, document, token, clientToken, awareness } = options
    this.provider = new YSweetProvider(
      clientToken ? async () => clientToken : () => sweetAuth(server, document, token),
      document,
      this.doc,
      { WebSocketPolyfill: this.Socket, showDebuggerLink: false }
    )
    if (awareness === false) this.provider.awareness.setLocalState(null)
    else this.appear()
  }

  get synced () { return this.provider.status === 'connected' }

  get saved () { return this.synced && !this.provider.hasLocalChanges }

  close () {
    // 0.9.1 connects again whenever its socket closes, even when destroy() closed it: park that loop.
    const never = new Promise(() => {})
    this.provider.ensureClientToken = this.provider.attemptToConnect = () => never
    this.provider.destroy()
    this.provider.clearHeartbeat()
  }
}

/** `POST /doc/{id}/auth`, as a y-sweet application's backend asks it. */
export async function sweetAuth (server, document, token) {
  const answer = await server.rest('POST', `/doc/${encodeURIComponent(document)}/auth`, { token, body: {} })
  if (!answer.ok) throw new Error(`auth of ${document} answered ${answer.status}`)
  return answer.json()
}

export const protocols = {
  'y-websocket': YjsEditor,
  hocuspocus: CollabEditor,
  'y-sweet': SweetEditor
}

/** An editor of `protocol` on `options.document` of `options.server`; it leaves before that server stops for good. */
export function openEditor (protocol, options) {
  const editor = new protocols[protocol]({ name: protocol, ...options })
  options.server.guests.push(editor)
  return editor
}

/** One editor of each protocol on the same document, all synced; each with a token in its own name unless one is given. */
export async function openAll ({ server, document, token }) {
  const editors = await Promise.all(Object.keys(protocols).map(async (protocol) =>
    openEditor(protocol, { server, document, token: token ?? await server.token({ name: protocol }) })))
  await Promise.all(editors.map((editor) => editor.opened()))
  return editors
}

/** Waits until every editor holds the same text, and returns it. */
export async function converged (editors, { within } = {}) {
  const same = () => editors.every((editor) => editor.words === editors[0].words)
  try {
    await until('all editors hold the same text', same, { within })
  } catch (cause) {
    const views = editors.map((editor) => `${editor.name} (${editor.protocol}): ${shorten(editor.words)}`)
    throw new Error(`${cause.message}\n${views.join('\n')}`)
  }
  return editors[0].words
}

const shorten = (words) => words.length > 200 ? `${words.length} characters, …${words.slice(-60)}` : JSON.stringify(words)
