// Stock clients close a connection on which they heard nothing for 30 s. An idle server says something before.

import assert from 'node:assert/strict'
import { test } from 'node:test'

import { openEditor, protocols } from './editors.mjs'
import { always, startServer } from './harness.mjs'

const LONGER_THAN_THE_CLIENTS_WAIT_MS = 36_000

// SPEC WIRE-17
test('a lone editor that does nothing stays connected, with and without presence', async (t) => {
  const server = await startServer(t)
  const token = await server.token()
  const editors = Object.keys(protocols).flatMap((protocol) => [true, false].map((awareness) =>
    openEditor(protocol, { server, document: `${protocol}-${awareness}`, token, awareness, name: `${protocol}, presence ${awareness}` })))
  await Promise.all(editors.map((editor) => editor.opened()))

  await always('every editor stays synced', () => {
    for (const editor of editors) {
      assert.equal(editor.connections, 1, `${editor.name} reconnected`)
      assert.ok(editor.synced, `${editor.name} lost its connection`)
    }
    return true
  }, { time: LONGER_THAN_THE_CLIENTS_WAIT_MS })
})
