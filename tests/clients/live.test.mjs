// A workspace, heard by a stock Hocuspocus provider: events, the roster, and coming back.

import assert from 'node:assert/strict'
import { test } from 'node:test'

import { HocuspocusProvider, HocuspocusProviderWebsocket } from '@hocuspocus/provider'
import * as Y from 'yjs'

import { countedSocket } from './editors.mjs'
import { startServer, until } from './harness.mjs'
import { OPEN, call, register } from './people.mjs'

/** Somebody in the channel of a workspace, who keeps every event and resumes behind the last. */
class Listener {
  constructor (server, workspace, token) {
    this.events = []
    this.Socket = countedSocket()
    this.socket = new HocuspocusProviderWebsocket({ url: `${server.ws}/collab`, WebSocketPolyfill: this.Socket })
    this.doc = new Y.Doc()
    this.provider = new HocuspocusProvider({
      websocketProvider: this.socket,
      name: `workspace/${workspace}`,
      document: this.doc,
      token,
      onAuthenticated: () => this.resume(),
      onAuthenticationFailed: () => { this.refused = true },
      onStateless: ({ payload }) => this.events.push(JSON.parse(payload))
    })
    this.provider.attach()
    server.guests.push(this)
  }

  resume () { this.provider.sendStateless(JSON.stringify({ resume: this.events.at(-1)?.seq ?? 0 })) }

  get seqs () { return this.events.map((event) => event.seq) }

  leave () {
    this.provider.destroy()
    this.socket.destroy()
    this.doc.destroy()
  }
}

// SPEC EVT-1, EVT-2, EVT-3, EVT-6
test('a stock provider hears each event once, also over a lost connection, and sees who is here', async (t) => {
  const server = await startServer(t, OPEN)
  const ada = await register(server, 'Ada')
  const { id } = await call(server, ada.token, 'POST', '/workspaces', { name: 'Studio', slug: 'studio' })
  const [one, two] = [new Listener(server, id, ada.token), new Listener(server, id, ada.token)]
  await until('both are synced', () => one.provider.isSynced && two.provider.isSynced)
  assert.equal(one.provider.authorizedScope, 'readonly')
  await until('both heard of the beginning', () => [one, two].every(({ seqs }) => seqs.length === 1))

  one.provider.awareness.setLocalStateField('user', { name: 'Somebody else' })
  await until('the roster names Ada', () =>
    [...two.provider.awareness.getStates().values()].some(({ user }) => user?.name === 'Ada' && user.id === ada.id))

  const invite = () => call(server, ada.token, 'POST', '/workspaces/studio/invitations', { role: 'guest' })
  await invite()
  two.Socket.last.terminate()
  for (let more = 0; more < 3; more++) await invite()
  await until('both heard of all', () => [one, two].every(({ seqs }) => seqs.length >= 5))
  assert.deepEqual(one.seqs, [1, 2, 3, 4, 5])
  assert.deepEqual(two.seqs, [1, 2, 3, 4, 5])
  assert.ok(two.Socket.opened >= 2, 'it came back')
  assert.equal(one.provider.hasUnsyncedChanges, false)
})

// SPEC ACC-24
test('who is sent away is told so', async (t) => {
  const server = await startServer(t, OPEN)
  const [ada, eve] = [await register(server, 'Ada'), await register(server, 'Eve')]
  const { id } = await call(server, ada.token, 'POST', '/workspaces', { name: 'Studio', slug: 'studio' })
  const { secret } = await call(server, ada.token, 'POST', '/workspaces/studio/invitations', { role: 'member' })
  await call(server, eve.token, 'POST', '/invitations/accept', { secret })
  const listener = new Listener(server, id, eve.token)
  await until('Eve is in', () => listener.provider.isSynced)
  await call(server, ada.token, 'DELETE', `/workspaces/studio/members/${eve.id}`)
  await until('Eve is told', () => listener.refused)
})
