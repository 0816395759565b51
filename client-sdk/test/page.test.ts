// @vitest-environment jsdom
// What only a page has: leaving it, and other tabs of it.

import WebSocket from 'ws'
import { expect, test } from 'vitest'

import { Client } from '../src/client.js'
import { withCookies } from '../src/node/cookies.js'
import { PASSWORD, pause, startServer, until, type Server } from './server.js'

function leaves(): boolean {
  const leaving = new Event('beforeunload', { cancelable: true })
  window.dispatchEvent(leaving)
  return !leaving.defaultPrevented
}

// SPEC SDK-13
test('leaving the page asks while something is not saved, and only then', async () => {
  const server = await startServer()
  const client = server.guest()
  const handle = client.document('notes')
  await handle.whenSynced
  await until('nothing waits', () => handle.saved)
  expect(leaves()).toBe(true)
  handle.doc.getText('text').insert(0, 'x')
  expect(leaves()).toBe(false)
  await until('it is saved', () => handle.saved)
  expect(leaves()).toBe(true)
  const quiet = server.client({ getToken: () => server.token('write', 'Ben'), warnBeforeLeaving: false }).document('notes')
  quiet.doc.getText('text').insert(0, 'x')
  expect(leaves()).toBe(true)
})

/** Locks as browsers have them: one holder of a name at a time. */
function locks(): { request: <Result>(name: string, act: () => Promise<Result>) => Promise<Result> } {
  let last: Promise<unknown> = Promise.resolve()
  return {
    request: (_, act) => {
      const mine = last.then(act, act)
      last = mine.catch(() => undefined)
      return mine
    },
  }
}

/** Two tabs of one browser: the same cookies, the same locks, each with a client of its own. */
function tabs(server: Server, count: { refreshes: number }): [Client, Client] {
  Object.defineProperty(navigator, 'locks', { value: locks(), configurable: true })
  const jar = withCookies(fetch)
  const counting: typeof fetch = (input, init) => {
    if (String(input).endsWith('/auth/refresh')) count.refreshes += 1
    return jar(input, init)
  }
  const open = () => {
    const client = new Client({ url: server.url, fetch: counting, WebSocket })
    server.clients.push(client)
    return client
  }
  return [open(), open()]
}

// SPEC SDK-4
test('tabs share a login: one refresh for all, and its end', async () => {
  const server = await startServer()
  const count = { refreshes: 0 }
  const [one, two] = tabs(server, count)
  await one.auth.register({ email: 'ada@example.org', name: 'Ada', password: PASSWORD })
  await until('the other tab knows', () => two.auth.current.person?.name === 'Ada')
  expect(count.refreshes).toBe(0)
  await Promise.all([one.auth.refresh(), two.auth.refresh()])
  await pause(50)
  expect(count.refreshes, 'the second tab takes what the first one got').toBe(1)
  expect((await two.request<{ name: string }>('/api/v1/me')).name).toBe('Ada')
  await two.auth.logout()
  await until('the first tab knows', () => one.auth.current.status === 'out')
})

// SPEC SDK-4
test('a page that is opened again goes on with the login of before', async () => {
  const server = await startServer()
  const jar = withCookies(fetch)
  const open = (fetcher: typeof fetch) => {
    const client = new Client({ url: server.url, fetch: fetcher, WebSocket })
    server.clients.push(client)
    return client
  }
  const before = open(jar)
  await before.auth.register({ email: 'ada@example.org', name: 'Ada', password: PASSWORD })
  before.destroy()
  const after = open(jar)
  expect(after.auth.current.status).toBe('unknown')
  expect((await after.auth.refresh())?.name).toBe('Ada')
  after.destroy()
  const elsewhere = open(withCookies(fetch))
  expect(await elsewhere.auth.refresh()).toBeNull()
  expect(elsewhere.auth.current.status).toBe('out')
})
