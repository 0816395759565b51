// Three stock clients, three protocols, one document.

import assert from 'node:assert/strict'
import { test } from 'node:test'

import { converged, openAll } from './editors.mjs'
import { startServer, until } from './harness.mjs'

test('y-websocket, Hocuspocus and y-sweet editors meet in one document', async (t) => {
  const server = await startServer(t)
  const editors = await openAll({ server, document: 'meeting' })
  const [yjs, collab, sweet] = editors

  await t.test('what one types, all read', async () => {
    for (const editor of editors) {
      editor.type(`from ${editor.protocol}. `)
      await converged(editors)
    }
    const words = await converged(editors)
    for (const editor of editors) {
      assert.ok(words.includes(`from ${editor.protocol}. `), `the text of ${editor.protocol} is missing in "${words}"`)
    }
  })

  await t.test('typing at once at the same place converges', async () => {
    for (let turn = 0; turn < 50; turn++) {
      for (const editor of editors) editor.type(editor.protocol[0], 0)
      await new Promise(setImmediate)
    }
    const words = await converged(editors)
    assert.equal(words.indexOf('from'), 150, 'every letter typed at once arrived')
  })

  await t.test('the clients that can tell say that all is saved', async () => {
    await until('hasUnsyncedChanges is false', () => collab.saved)
    await until('hasLocalChanges is false', () => sweet.saved)
  })

  await t.test('each sees the cursors of the two others', () => seeEachOther(editors))

  await t.test('one who leaves takes the cursor along', async () => {
    yjs.leave()
    await until('Hocuspocus sees y-sweet alone', () => collab.others.join() === 'y-sweet')
    await until('y-sweet sees Hocuspocus alone', () => sweet.others.join() === 'hocuspocus')
    collab.leave()
    await until('y-sweet is alone', () => sweet.others.length === 0)
  })
})

test('an editor whose socket dies is gone at once, and back with its cursor', async (t) => {
  const server = await startServer(t)
  const editors = await openAll({ server, document: 'dropped' })
  await seeEachOther(editors)

  for (const editor of editors) {
    const [witness] = editors.filter((other) => other !== editor)
    editor.Socket.last.terminate()
    await until(`${editor.name} opens a second socket`, () => editor.connections === 2)
    // Well before the client renews its presence by itself, which it does every 15 s.
    await until(`${witness.name} sees ${editor.name} again`, () => witness.others.includes(editor.name), { within: 5000 })
  }
  await seeEachOther(editors)
})

async function seeEachOther (editors) {
  for (const editor of editors) {
    const expected = editors.filter((other) => other !== editor).map((other) => other.name).sort().join()
    await until(`${editor.name} sees ${expected}`, () => editor.others.join() === expected)
  }
}
