// The server is killed; what it acknowledged is on disk, and editors come back by themselves.

import assert from 'node:assert/strict'
import { test } from 'node:test'

import { converged, openAll, openEditor, protocols } from './editors.mjs'
import { startServer, until } from './harness.mjs'

const OFFLINE_LETTERS = 30
const SAVED_ROUNDS = 5

// SPEC DUR-2
test('kill -9 loses nothing that was acknowledged, and nothing that was typed', async (t) => {
  const server = await startServer(t)
  const options = { server, document: 'durable', token: await server.token() }
  const editors = await openAll(options)
  const [yjs, collab, sweet] = editors

  // y-websocket has no acknowledgement of its own: what another editor saw before it
  // typed stands before that editor's words in the journal, and those are acknowledged.
  yjs.type('one ')
  await converged(editors)
  collab.type('two ')
  await converged(editors)
  sweet.type('three ')
  await until('Hocuspocus and y-sweet say saved', () => collab.saved && sweet.saved)
  await server.kill()

  const port = server.origin.port
  await t.test('new editors find all of it after the restart', async () => {
    await server.start() // on another port, where the old editors do not look
    const fresh = await openAll(options)
    for (const editor of fresh) assert.equal(editor.words, 'one two three ', `${editor.protocol} reads`)
    for (const editor of fresh) editor.leave()
    await server.stop()
  })

  await t.test('what is typed while the server is away arrives when it is back', async () => {
    for (const editor of editors) editor.type(`${editor.protocol} offline. `)
    await server.start({ port })
    await until('all editors are back', () => editors.every((editor) => editor.synced), { within: 30_000 })
    const words = await converged(editors)
    for (const editor of editors) assert.ok(words.includes(`${editor.protocol} offline. `), `${editor.protocol} is missing in "${words}"`)
    await until('all is saved', () => collab.saved && sweet.saved)
  })
})

for (const protocol of Object.keys(protocols).filter((name) => name !== 'y-websocket')) {
  // SPEC DUR-3
  test(`${protocol}: the moment it says "saved" after a reconnect, everything typed offline is on disk`, async (t) => {
    const server = await startServer(t)
    const options = { server, token: await server.token() }

    for (let round = 0; round < SAVED_ROUNDS; round++) {
      const document = `offline-${round}`
      const editor = await openEditor(protocol, { ...options, document }).opened()
      const port = server.origin.port
      await server.kill()
      await until('the editor notices', () => !editor.synced)
      for (let letter = 0; letter < OFFLINE_LETTERS; letter++) editor.type('x')

      await server.start({ port })
      await savedOnce(editor, () => server.killNow())
      await server.gone
      editor.leave()

      await server.start({ port })
      const witness = await openEditor('y-websocket', { ...options, document }).opened()
      assert.equal(witness.words.length, OFFLINE_LETTERS, `letters on disk in round ${round}`)
      witness.leave()
    }
  })
}

/** Calls `then` in the very turn in which the client turns from unsaved to saved. */
function savedOnce (editor, then) {
  const news = {
    hocuspocus: ['synced', 'unsyncedChanges'],
    'y-sweet': ['connection-status', 'local-changes']
  }[editor.protocol]
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error(`${editor.protocol} never said that it is saved`)), 30_000)
    const look = () => {
      if (!editor.saved) return
      clearTimeout(late)
      then()
      resolve()
    }
    for (const event of news) editor.provider.on(event, look)
  })
}
