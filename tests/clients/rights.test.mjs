// Who may not, is told so; and is not back a thousand times.

import assert from 'node:assert/strict'
import { test } from 'node:test'

import { openAll, openEditor, protocols, sweetAuth } from './editors.mjs'
import { always, claims, startServer, until } from './harness.mjs'

const WATCH_MS = 3000
const REVOKED_WITHIN_MS = 1000

// SPEC ACC-1, ACC-2, ACC-3
test('a reader reads, and every edit of a reader is refused', async (t) => {
  const server = await startServer(t)
  const document = 'read-only'
  const writer = await openEditor('hocuspocus', { server, document, token: await server.token(), name: 'Writer' }).opened()
  writer.type('given ')
  await until('the text is saved', () => writer.saved)
  const readers = await openAll({ server, document, token: await server.token({ document, level: 'read' }) })
  const [yjs, collab, sweet] = readers

  for (const reader of readers) assert.equal(reader.words, 'given ', `${reader.protocol} reads`)
  assert.equal(collab.provider.authorizedScope, 'readonly', 'Hocuspocus knows that it only reads')
  assert.equal(sweet.provider.clientToken.authorization, 'read-only', 'y-sweet knows that it only reads')
  await until('with nothing typed, nothing is unsaved', () => collab.saved && sweet.saved)

  for (const reader of readers) reader.type(`refused ${reader.protocol} `)
  writer.type('after ')
  await until('what the writer types reaches the readers', () => readers.every((reader) => reader.words.includes('after ')))

  await always('no refused edit reaches anybody, and none counts as saved', () =>
    writer.words === 'given after ' && !collab.saved && !sweet.saved, { time: WATCH_MS })
  for (const reader of [yjs, collab]) assert.equal(reader.connections, 1, `${reader.protocol} stays connected`)
  assert.ok(sweet.connections <= 2, `y-sweet connected ${sweet.connections} times`)
})

// SPEC ACC-21
test('a bad token is refused in the words of each protocol, without a storm', async (t) => {
  const server = await startServer(t)
  const document = 'locked'
  await openEditor('hocuspocus', { server, document, token: await server.token() }).opened()
  const good = await server.token({ document })
  const bad = good.slice(0, -8) + (good.endsWith('AAAAAAAA') ? 'BBBBBBBB' : 'AAAAAAAA')

  await refusedYjs(server, { document, token: bad })
  await refusedCollab(server, { document, token: bad })
  await assert.rejects(sweetAuth(server, document, bad), /answered 401/, 'y-sweet: the auth endpoint says 401')
  const sweet = openEditor('y-sweet', { server, document, clientToken: sweetToken(server, document, bad) })
  await always('y-sweet is never let in', () => !sweet.synced, { time: WATCH_MS })
  assert.ok(sweet.connections < 12, `y-sweet, which always retries, did so ${sweet.connections} times in ${WATCH_MS} ms`)
})

// SPEC ACC-20
test('a token for one document opens no other', async (t) => {
  const server = await startServer(t)
  await openEditor('hocuspocus', { server, document: 'theirs', token: await server.token() }).opened()
  const token = await server.token({ document: 'mine' })

  for (const document of ['theirs', 'never-made']) {
    await refusedYjs(server, { document, token })
    await refusedCollab(server, { document, token })
    await assert.rejects(sweetAuth(server, document, token), /answered 40[134]/, `y-sweet: no token for ${document}`)
  }
})

for (const protocol of Object.keys(protocols)) {
  // SPEC ACC-6, ACC-8
  test(`${protocol}: revoking a token ends its connection within a second`, async (t) => {
    const server = await startServer(t)
    const document = 'revoked'
    const token = await server.token({ document: '*', name: 'Leaver' })
    const stayer = await openEditor('hocuspocus', { server, document, token: await server.token() }).opened()
    const leaver = await openEditor(protocol, { server, document, token }).opened()

    const answer = await server.rest('DELETE', `/api/tokens/${claims(token).jti}`, { token: await server.token({ level: 'manage' }) })
    assert.ok(answer.ok, `DELETE /api/tokens/{jti} answered ${answer.status}`)
    await until('the connection ends', () => !leaver.synced, { within: REVOKED_WITHIN_MS })

    leaver.type('too late')
    await always('the revoked editor stays out, and nothing it types arrives', () =>
      !leaver.synced && stayer.words === '', { time: WATCH_MS })
    assert.equal(stayer.connections, 1, 'the other editor never noticed')
    assert.ok(leaver.connections < 12, `${protocol} connected ${leaver.connections} times`)
  })
}

// SPEC ACC-5
test('a token that ends while its editor is open ends the connection', async (t) => {
  const server = await startServer(t)
  const document = 'timed'
  await openEditor('hocuspocus', { server, document, token: await server.token() }).opened()
  for (const protocol of Object.keys(protocols)) {
    const token = await server.token({ document, ttl: '3s' })
    const ends = claims(token).exp * 1000
    const editor = await openEditor(protocol, { server, document, token }).opened()
    await until(`${protocol}: the connection ends`, () => !editor.synced, { within: ends - Date.now() + REVOKED_WITHIN_MS })
    assert.ok(Date.now() > ends - REVOKED_WITHIN_MS, `${protocol}: not before its time`)
    editor.leave()
  }
})

// SPEC PRS-7
test('nobody shows a cursor under another name than that of the token', async (t) => {
  const server = await startServer(t)
  const document = 'named'
  const witness = await openEditor('hocuspocus', { server, document, token: await server.token({ name: 'Witness' }) }).opened()
  for (const protocol of Object.keys(protocols)) {
    const liar = await openEditor(protocol, { server, document, token: await server.token({ name: 'Ada' }), name: 'Mallory' }).opened()
    await until(`${protocol}: the witness sees Ada`, () => witness.others.join() === 'Ada')
    liar.leave()
    await until(`${protocol}: she leaves`, () => witness.others.length === 0)
  }
})

async function refusedYjs (server, { document, token }) {
  const editor = openEditor('y-websocket', { server, document, token })
  const closed = new Promise((resolve) => editor.provider.once('closed', resolve))
  const { code } = await Promise.race([
    closed,
    always(`y-websocket is told to stop (${document})`, () => true, { time: 5000 }).then(() => assert.fail(
      `y-websocket was never told to stop: it connected ${editor.connections} times to ${document}`))
  ])
  assert.ok(code >= 4400 && code < 4500, `close code ${code}`)
  assert.equal(editor.connections, 1, 'y-websocket connects once and stops')
  assert.equal(editor.synced, false)
  editor.leave()
}

async function refusedCollab (server, { document, token }) {
  const editor = openEditor('hocuspocus', { server, document, token })
  await until(`Hocuspocus is refused (${document})`, () => editor.refusals.length > 0)
  await always('Hocuspocus is told once, and does not knock again', () =>
    !editor.synced && editor.connections === 1 && editor.refusals.length === 1, { time: WATCH_MS })
  editor.leave()
}

function sweetToken (server, document, token) {
  return { url: `${server.ws}/d/${document}/ws`, baseUrl: `${server.http}/d/${document}`, docId: document, token }
}
