// Many documents, and one document twice, on a single Hocuspocus socket.

import assert from 'node:assert/strict'
import { test } from 'node:test'

import { HocuspocusProviderWebsocket } from '@hocuspocus/provider'

import { converged, countedSocket, openEditor } from './editors.mjs'
import { startServer, until } from './harness.mjs'

const DOCUMENTS = 20

/** One socket for several providers; closed before the server ends. */
function shareSocket (server) {
  const Socket = countedSocket()
  const socket = new HocuspocusProviderWebsocket({ url: `${server.ws}/collab`, WebSocketPolyfill: Socket })
  server.guests.push({ leave: () => socket.destroy() })
  return { socket, Socket }
}

// SPEC WIRE-8, WIRE-16
test('twenty documents share one socket', async (t) => {
  const server = await startServer(t)
  const token = await server.token()
  const { socket, Socket } = shareSocket(server)
  const document = (n) => `shared-${n}`
  const editors = Array.from({ length: DOCUMENTS }, (_, n) => openEditor('hocuspocus', { server, socket, document: document(n), token }))
  await Promise.all(editors.map((editor) => editor.opened()))
  editors.forEach((editor, n) => editor.type(`text ${n}`))
  await until('all is saved', () => editors.every((editor) => editor.saved))

  await t.test('each document holds its own text and no other', async () => {
    const alone = await openEditor('y-websocket', { server, document: document(7), token }).opened()
    assert.equal(alone.words, 'text 7')
    alone.leave()
  })

  await t.test('leaving one keeps the others', async () => {
    editors[0].leave()
    editors[1].type(' goes on')
    await until('the next document still saves', () => editors[1].saved)
    const witness = await openEditor('y-sweet', { server, document: document(0), token }).opened()
    await until('the one who left is gone', () => witness.others.length === 0)
    assert.equal(Socket.opened, 1, 'one socket, never reopened')
  })

  await t.test('a document that is left can be entered again on the same socket', async () => {
    const again = await openEditor('hocuspocus', { server, socket, document: document(0), token }).opened()
    assert.equal(again.words, 'text 0')
    again.type(', again')
    await until('it saves', () => again.saved)
    assert.equal(Socket.opened, 1, 'one socket, never reopened')
  })

  await t.test('all documents come back when their socket dies', async () => {
    const waiting = editors.slice(1)
    Socket.last.terminate()
    await until('a second socket is open', () => Socket.opened === 2)
    waiting.forEach((editor) => editor.type('.'))
    await until('all documents are synced and saved', () => waiting.every((editor) => editor.saved))
  })
})

// SPEC WIRE-8
test('one document twice on one socket: two sessions, two cursors, one text', async (t) => {
  const server = await startServer(t)
  const document = 'twice'
  const { socket, Socket } = shareSocket(server)
  const open = async (protocol, name, more = {}) =>
    openEditor(protocol, { server, document, name, token: await server.token({ name }), ...more }).opened()
  const left = await open('hocuspocus', 'left', { socket, sessionAwareness: true })
  const right = await open('hocuspocus', 'right', { socket, sessionAwareness: true })
  const outside = await open('y-sweet', 'outside')

  left.type('left ')
  await converged([left, right, outside])
  right.type('right')
  assert.equal(await converged([left, right, outside]), 'left right')
  await until('both are saved', () => left.saved && right.saved)
  await until('the left sees the right and the outside', () => left.others.join() === 'outside,right')
  await until('the outside sees both', () => outside.others.join() === 'left,right')

  left.leave()
  await until('the cursor of the left goes, that of the right stays', () => outside.others.join() === 'right')
  right.type('!')
  assert.equal(await converged([right, outside]), 'left right!')
  await until('the right is saved', () => right.saved)
  assert.equal(Socket.opened, 1, 'one socket, never reopened')
})

// SPEC ACC-22
test('a refused document does not disturb its neighbours on the socket', async (t) => {
  const server = await startServer(t)
  const { socket, Socket } = shareSocket(server)
  const mine = await openEditor('hocuspocus', { server, socket, document: 'mine', token: await server.token() }).opened()
  const theirs = openEditor('hocuspocus', { server, socket, document: 'theirs', token: await server.token({ document: 'other' }) })
  await until('one is refused', () => theirs.refusals.length === 1)

  theirs.type('nobody hears this')
  mine.type('everybody hears this')
  await until('the other saves', () => mine.saved)
  assert.equal(Socket.opened, 1, 'one socket, never reopened')
  assert.equal(theirs.saved, false)
})
