import 'fake-indexeddb/auto'

import { expect, test } from 'vitest'

import { pause, startServer, until } from './server.js'

// SPEC SDK-5
test('edits made offline survive a reload and meet those of others', async () => {
  const server = await startServer()
  const first = server.guest('write', 'Ada')
  const before = first.document('diary', { offline: true })
  await before.whenSynced
  before.doc.getText('text').insert(0, 'one ')
  await until('it is saved', () => before.saved)
  const port = server.port
  await server.kill()
  before.doc.getText('text').insert(4, 'two ')
  expect(before.pending).toBe(1)
  await pause(300)
  // The page is gone: nothing is waited for.
  first.destroy()

  let token = ''
  const second = server.client({ getToken: () => token })
  const after = second.document('diary', { offline: true })
  await until('its copy is there', () => after.state.loaded && after.doc.getText('text').toString() === 'one two ')
  // Whoever could write goes on writing.
  expect(after.state).toMatchObject({ loaded: true, synced: false, saved: false, access: 'write' })
  after.doc.getText('text').insert(8, 'three ')
  await server.start(port)
  token = await server.token('write', 'Ada')
  const other = server.guest('write', 'Ben').document('diary')
  await other.whenSynced
  other.doc.getText('text').insert(0, 'zero ')
  second.reconnect()
  await until('all is saved', () => after.saved && after.synced)
  await until('both have all', () => [after, other].every(({ doc }) => doc.getText('text').toString() === 'zero one two three '))
})

// SPEC SDK-5
test('the copies of a person go with their login', async () => {
  const server = await startServer()
  const { client } = await server.human('Ada')
  const handle = client.document('anything', { offline: true })
  await until('it is refused or there', () => handle.status !== 'connecting')
  await pause(100)
  const names = async () => (await indexedDB.databases()).map(({ name }) => name ?? '').filter((name) => name.includes(server.url))
  expect(await names()).toHaveLength(1)
  handle.destroy()
  await client.auth.logout()
  await until('nothing is left', async () => (await names()).length === 0)
})
