// The y-sweet SDK, as a backend uses it.

import assert from 'node:assert/strict'
import { test } from 'node:test'

import { DocumentManager } from '@y-sweet/sdk'
import * as Y from 'yjs'

import { openEditor } from './editors.mjs'
import { startServer, until } from './harness.mjs'

// SPEC HTTP-13
test('the y-sweet SDK creates, reads, changes and hands out documents', async (t) => {
  const server = await startServer(t)
  const token = await server.token({ level: 'manage' })
  const manager = new DocumentManager(`ys://${encodeURIComponent(token)}@${server.origin.host}`)

  assert.deepEqual(await manager.checkStore(), { ok: true })
  assert.deepEqual(await manager.createDoc('report'), { docId: 'report' })
  assert.deepEqual(await manager.createDoc('report'), { docId: 'report' }, 'creating it again changes nothing')
  const { docId } = await manager.createDoc()
  assert.match(docId, /\S+/, 'an id is made when none is given')

  await manager.updateDoc('report', updateOf('from the backend'))
  assert.equal(textOf(await manager.getDocAsUpdate('report')), 'from the backend')
  const { docId: copy } = await manager.createDocWithContent(updateOf('a copy'))
  assert.equal(textOf(await manager.getDocAsUpdate(copy)), 'a copy')

  const clientToken = await manager.getOrCreateDocAndToken('report', { authorization: 'read-only', userId: 'ada', validForSeconds: 60 })
  assert.equal(clientToken.url, `${server.ws}/d/report/ws`)
  assert.equal(clientToken.baseUrl, `${server.http}/d/report`)
  assert.equal(clientToken.authorization, 'read-only')
  const reader = await openEditor('y-sweet', { server, document: 'report', clientToken }).opened()
  assert.equal(reader.words, 'from the backend')

  const writer = await openEditor('hocuspocus', { server, document: 'report', token }).opened()
  writer.type(', and an editor')
  await until('the reader sees it', () => reader.words === 'from the backend, and an editor')
  await assert.rejects(new DocumentManager(`ys://${server.origin.host}`).createDoc('other'), /NoAuthProvided/)
})

function updateOf (words) {
  const doc = new Y.Doc()
  doc.getText('content').insert(0, words)
  return Y.encodeStateAsUpdate(doc)
}

function textOf (update) {
  const doc = new Y.Doc()
  Y.applyUpdate(doc, update)
  return doc.getText('content').toString()
}
