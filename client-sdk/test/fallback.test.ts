import { expect, test } from 'vitest'

import { startProxy } from './proxy.js'
import { startServer, until } from './server.js'

// SPEC SDK-8, SSE-1
test('where websockets are refused, documents work all the same', async () => {
  const server = await startServer()
  const proxy = await startProxy(server.url)
  const behind = server.client({ url: proxy.url, getToken: () => server.token('write', 'Ada') })
  const direct = server.guest('write', 'Ben')
  const [ada, ben] = [behind.document('notes'), direct.document('notes')]
  await Promise.all([ada.whenSynced, ben.whenSynced])
  expect(proxy.refused).toBe(1)
  expect(behind.connection.way).toBe('stream')
  expect(direct.connection.way).toBe('websocket')
  ada.doc.getText('text').insert(0, 'hello')
  await until('Ben reads it', () => ben.doc.getText('text').toString() === 'hello')
  await until('Ada is told that it is saved', () => ada.saved)
  const long = 'ü'.repeat(200_000)
  ben.doc.getText('text').insert(5, long)
  await until('Ada reads what is long', () => ada.doc.getText('text').length === long.length + 5)
  ada.doc.getText('text').insert(0, long)
  await until('Ben reads what is long', () => ben.doc.getText('text').length === 2 * long.length + 5)
  await until('it is saved', () => ada.saved)
})

// SPEC SDK-8, SSE-3
test('a stream that is cut comes back and lacks nothing', async () => {
  const server = await startServer()
  const proxy = await startProxy(server.url)
  const behind = server.client({ url: proxy.url, getToken: () => server.token('write', 'Ada') })
  const direct = server.guest('write', 'Ben')
  const [ada, ben] = [behind.document('notes'), direct.document('notes')]
  await Promise.all([ada.whenSynced, ben.whenSynced])
  for (let round = 0; round < 3; round++) {
    proxy.cut()
    ada.doc.getText('text').insert(0, 'a')
    ben.doc.getText('text').insert(0, 'b')
    expect(ada.saved).toBe(false)
    await until('it came back', () => ada.saved && ada.status === 'connected')
    await until('both have the same', () => {
      const [one, two] = [ada, ben].map(({ doc }) => doc.getText('text').toString())
      return one === two && one?.length === 2 * (round + 1)
    })
  }
})

// SPEC SDK-8, SSE-2
test('rights end on a stream as they do on a socket', async () => {
  const server = await startServer()
  const proxy = await startProxy(server.url)
  const [ada, eve] = [await server.human('Ada'), await server.human('Eve', { url: proxy.url })]
  const id = await server.workspace(ada, 'studio')
  await server.join(ada, 'studio', [eve, 'member'])
  const workspace = eve.client.workspace(id)
  await until('Eve is in', () => workspace.state.status === 'connected')
  expect(eve.client.connection.way).toBe('stream')
  await ada.client.request(`/api/v1/workspaces/studio/members/${eve.id}`, { method: 'DELETE' })
  await until('Eve is out', () => workspace.state.status === 'denied')
})
