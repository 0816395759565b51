import { expect, test } from 'vitest'

import { startServer, until } from './server.js'

const ROUNDS = 1_000
const AT_ONCE = 20
/** What a thousand documents may leave behind: less than 2 KB each, where one alone takes more than 10 KB. */
const MOST_BYTES = 2_000_000

// SPEC SDK-10
test('a thousand documents opened and closed leave nothing behind', async () => {
  const server = await startServer()
  const client = server.guest()
  const anchor = client.document('anchor')
  await anchor.whenSynced
  const round = async (from: number) => {
    const handles = Array.from({ length: AT_ONCE }, (_, index) => client.document(`leak-${(from + index) % 50}`))
    for (const handle of handles) handle.subscribe(() => undefined)
    await Promise.all(handles.map(({ whenSynced }) => whenSynced))
    for (const handle of handles) {
      handle.doc.getText('text').insert(0, 'x')
      handle.destroy()
    }
    await until('all are closed', () => client.openDocuments === 1)
  }
  const heap = async () => {
    for (let turn = 0; turn < 3; turn++) {
      global.gc?.()
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
    return process.memoryUsage().heapUsed
  }
  for (let warm = 0; warm < 200; warm += AT_ONCE) await round(warm)
  const before = await heap()
  for (let done = 0; done < ROUNDS; done += AT_ONCE) await round(done)
  const grown = (await heap()) - before
  expect(global.gc, 'run node with --expose-gc').toBeTypeOf('function')
  expect(grown).toBeLessThan(MOST_BYTES)
  const metrics = await (await fetch(`${server.url}/metrics`)).text()
  expect(metrics, 'one socket all the time').toMatch(/^renexus_connections(\{[^}]*\})? 1$/m)
  expect(anchor.status).toBe('connected')
})
