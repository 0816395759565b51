import { expect, test } from 'vitest'

import type { DocumentHandle } from '../src/documents/handle.js'
import { pause, startServer, until } from './server.js'

const text = (handle: DocumentHandle) => handle.doc.getText('text')

// SPEC SDK-1
test('two people see what the other writes, and who they are', async () => {
  const server = await startServer()
  const [one, two] = [server.guest('write', 'Ada'), server.guest('write', 'Ben')]
  const [ada, ben] = [one.document('notes'), two.document('notes')]
  await Promise.all([ada.whenSynced, ben.whenSynced])
  expect(ada.access).not.toBe('none')
  text(ada).insert(0, 'hello')
  await until('Ben reads it', () => text(ben).toString() === 'hello')
  text(ben).insert(5, ' world')
  await until('Ada reads it', () => text(ada).toString() === 'hello world')
  ada.awareness.setLocalStateField('cursor', 3)
  await until('Ben sees Ada', () => [...ben.awareness.getStates().values()].some((state) => {
    const { user, cursor } = state as { user?: { name?: string }; cursor?: number }
    return user?.name === 'Ada' && cursor === 3
  }))
})

// SPEC SDK-1
test('all documents of a client share one connection', async () => {
  const server = await startServer()
  const client = server.guest()
  const handles = ['a', 'b', 'c'].map((id) => client.document(id))
  await Promise.all(handles.map(({ whenSynced }) => whenSynced))
  const metrics = await (await fetch(`${server.url}/metrics`)).text()
  expect(metrics).toMatch(/^renexus_connections(\{[^}]*\})? 1$/m)
})

// SPEC SDK-2
test('saved is false from the edit until the receipt, over a kill and a restart', async () => {
  const server = await startServer()
  const [writer, reader] = [server.guest(), server.guest()]
  const handle = writer.document('book')
  await handle.whenSynced
  await until('nothing waits', () => handle.saved)
  const seen: boolean[] = []
  handle.subscribe(({ saved }) => seen.push(saved))
  text(handle).insert(0, 'one ')
  expect(handle.saved, 'at once').toBe(false)
  expect(handle.pending).toBe(1)
  await until('it is saved', () => handle.saved)
  expect(seen).toEqual([false, true])

  const port = server.port
  const killed = server.kill()
  text(handle).insert(4, 'two ')
  await killed
  text(handle).insert(8, 'three ')
  expect(handle.saved).toBe(false)
  await until('it is noticed', () => handle.status === 'offline')
  await pause(300)
  expect(handle.saved, 'while nobody can save it').toBe(false)
  await server.start(port)
  await until('it is saved after all', () => handle.saved)
  const other = reader.document('book')
  await other.whenSynced
  expect(text(other).toString()).toBe('one two three ')
})

// SPEC SDK-2
test('whatever is called saved is there after a kill at any moment', async () => {
  const server = await startServer()
  const writer = server.guest()
  const handle = writer.document('ledger')
  await handle.whenSynced
  const port = server.port
  for (let round = 0; round < 3; round++) {
    let claimed = 0
    let made = 0
    const stop = handle.subscribe(({ saved }) => {
      if (saved) claimed = made
    })
    const typing = setInterval(() => {
      made = text(handle).length + 1
      text(handle).insert(text(handle).length, 'x')
    }, 2)
    await until('some are saved', () => claimed > 20)
    await server.kill()
    const promised = claimed
    clearInterval(typing)
    stop()
    await server.start(port)
    const witness = server.guest()
    const copy = witness.document('ledger')
    await copy.whenSynced
    expect(text(copy).length).toBeGreaterThanOrEqual(promised)
    witness.destroy()
    await until('all is saved', () => handle.saved)
  }
})

// SPEC SDK-3
test('a reader is told so, and an edit that is refused never counts as saved', async () => {
  const server = await startServer()
  const writer = server.guest('write').document('rules')
  await writer.whenSynced
  const reader = server.guest('read').document('rules')
  await reader.whenSynced
  expect(reader.access).toBe('read')
  await until('nothing waits', () => reader.saved)
  text(reader).insert(0, 'mine')
  await until('it was refused', () => reader.state.refused)
  expect(reader.saved).toBe(false)
  expect(text(writer).toString()).toBe('')
})
