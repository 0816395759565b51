// Three stock clients, three protocols, one document.

import assert from 'node:assert/strict'
import { test } from 'node:test'

import { converged, openAll, openEditor, protocols } from './editors.mjs'
import { startServer, until } from './harness.mjs'

// SPEC WIRE-1, PRS-1
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

// SPEC PRS-3, PRS-5, PRS-8
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

// SPEC PRS-5, PRS-6
test('two windows of one person are two cursors, and stay so when one of them reconnects', async (t) => {
  const server = await startServer(t)
  const token = await server.token({ name: 'Ada' })
  for (const protocol of Object.keys(protocols)) {
    const windows = [1, 2].map(() => openEditor(protocol, { server, document: protocol, token, name: 'Ada' }))
    const witness = openEditor('hocuspocus', { server, document: protocol, token: await server.token({ name: 'Witness' }) })
    await Promise.all([...windows, witness].map((editor) => editor.opened()))
    await until(`${protocol}: the witness sees both windows`, () => witness.others.join() === 'Ada,Ada')

    windows[0].Socket.last.terminate()
    await until(`${protocol}: the first window is back`, () => windows[0].connections === 2 && windows[0].synced)
    await until(`${protocol}: the witness sees both again`, () => witness.others.join() === 'Ada,Ada', { within: 5000 })
    windows[1].leave()
    await until(`${protocol}: one leaves, the other stays`, () => witness.others.join() === 'Ada')
  }
})

// SPEC WIRE-18
test('a document may be called anything that stands in a URL', async (t) => {
  const server = await startServer(t)
  for (const document of ['notes/2026/plan', 'Straße & café', '日本語', 'a%2Fb', "it's (1)"]) {
    // The y-sweet client puts its document into a URL without encoding these two.
    const names = /[/%]/.test(document) ? ['y-websocket', 'hocuspocus'] : ['y-websocket', 'hocuspocus', 'y-sweet']
    const token = await server.token()
    const editors = await Promise.all(names.map((protocol) => {
      // Nor does y-websocket encode its room name: with a `%` the application has to.
      const room = protocol === 'y-websocket' && document.includes('%') ? encodeURIComponent(document) : document
      return openEditor(protocol, { server, document: room, token }).opened()
    }))
    editors[0].type(document)
    assert.equal(await converged(editors), document)
    for (const editor of editors) editor.leave()
  }
})

async function seeEachOther (editors) {
  for (const editor of editors) {
    const expected = editors.filter((other) => other !== editor).map((other) => other.name).sort().join()
    await until(`${editor.name} sees ${expected}`, () => editor.others.join() === expected)
  }
}
