// GraphQL by stock clients: the audit of graphql-http, and graphql-ws over lost connections.

import assert from 'node:assert/strict'
import { test } from 'node:test'

import { buildSchema, parse, validate } from 'graphql'
import { readFile } from 'node:fs/promises'
import { serverAudits } from 'graphql-http'
import { createClient } from 'graphql-ws'
import WebSocket from 'ws'

import { always, startServer, until } from './harness.mjs'
import { OPEN, call, join, register } from './people.mjs'

const EVENTS = `subscription Events($after: Int) { workspaceEvents(workspace: "studio", after: $after) {
  __typename ... on Event { seq type data } ... on Reset { reset seq } } }`

/** A stock graphql-ws client; `socket` is its connection while there is one. */
function connect (server, token, more = {}) {
  const seen = { closed: [] }
  class Socket extends WebSocket {
    constructor (...args) {
      super(...args)
      seen.socket = this
    }
  }
  const client = createClient({
    url: `${server.ws}/graphql`,
    webSocketImpl: Socket,
    connectionParams: { Authorization: `Bearer ${token}` },
    retryAttempts: 0,
    on: { closed: ({ code, reason }) => seen.closed.push({ code, reason }) },
    ...more
  })
  server.guests.push({ leave: () => client.dispose() })
  return Object.assign(seen, { client })
}

/** Listens, and keeps what was heard. */
function listen (client, query, variables) {
  const heard = { data: [], errors: [], done: false }
  heard.stop = client.subscribe({ query, variables }, {
    next: ({ data, errors }) => { data && heard.data.push(data); errors && heard.errors.push(...errors) },
    error: (error) => { heard.done = true; heard.errors.push(...[error].flat()) },
    complete: () => { heard.done = true }
  })
  return heard
}

const seqs = (heard) => heard.data.map(({ workspaceEvents }) => workspaceEvents.seq)

async function studio (t, env = {}) {
  const server = await startServer(t, { ...OPEN, ...env })
  const ada = await register(server, 'Ada')
  const { id } = await call(server, ada.token, 'POST', '/workspaces', { name: 'Studio', slug: 'studio' })
  const invite = () => call(server, ada.token, 'POST', '/workspaces/studio/invitations', { role: 'guest' })
  return { server, ada, id, invite }
}

// SPEC GQL-6
test('the audit of graphql-http finds nothing', async (t) => {
  const { server, ada } = await studio(t, { RENEXUS__GRAPHQL__INTROSPECTION: 'true' })
  const audits = serverAudits({
    url: `${server.http}/graphql`,
    fetchFn: (url, init = {}) =>
      fetch(url, { ...init, headers: { ...init.headers, authorization: `Bearer ${ada.token}` } })
  })
  const found = []
  for (const audit of audits) {
    const { status, reason, name } = await audit.fn().then((result) => ({ name: audit.name, ...result }))
    if (status === 'ok') continue
    found.push(`${audit.id} ${name}: ${status} ${reason}`)
  }
  const wrong = found.filter((line) => !/^\w+ MAY /.test(line))
  assert.deepEqual(wrong, [])
  assert.ok(audits.length >= 60, `${audits.length} audits`)
  t.diagnostic(`${audits.length} audits; of those that a server may meet, not met: ${found.length}`)
})

// SPEC GQL-2
test('the schema that is written down is one that clients can use', async () => {
  const schema = buildSchema(await readFile(new URL('../../docs/schema.graphql', import.meta.url), 'utf8'))
  assert.deepEqual(validate(schema, parse(EVENTS)), [])
})

// SPEC GQL-11, GQL-12
test('events arrive as they happen, and after a cut each one exactly once', async (t) => {
  const { server, ada, invite } = await studio(t)
  const heard = []
  let [cuts, after] = [0, 0]
  let line = null
  const follow = () => {
    const { client, socket: _, ...rest } = line = connect(server, ada.token)
    line.heard = listen(client, EVENTS, { after })
    return rest
  }
  follow()
  await until('the beginning is heard', () => line.heard.data.length === 1)
  const total = 121
  const writing = (async () => { for (let n = 1; n < total; n++) await invite() })()
  while (after < total) {
    await until('something more is heard', () => line.heard.data.length > 0 || line.heard.done)
    if (cuts < 8 && after < total - 10) {
      // Whatever was heard until here is kept; what is on its way is lost.
      line.socket.terminate()
      cuts++
    } else {
      await until('all is heard', () => (seqs(line.heard).at(-1) ?? after) >= total)
    }
    heard.push(...seqs(line.heard))
    after = heard.at(-1) ?? 0
    line.heard.stop()
    if (after < total) follow()
  }
  await writing
  assert.deepEqual(heard, Array.from({ length: total }, (_, n) => n + 1))
  assert.ok(cuts >= 3, `${cuts} cuts`)
})

// SPEC GQL-12
test('whoever misses more than the log gives again is told to load anew', async (t) => {
  const { server, ada, invite } = await studio(t, { RENEXUS__EVENTS__RESUME: '2' })
  for (let n = 0; n < 5; n++) await invite()
  const heard = listen(connect(server, ada.token).client, EVENTS, { after: 0 })
  await until('a reset is heard', () => heard.data.length === 1)
  assert.deepEqual(heard.data[0].workspaceEvents, { __typename: 'Reset', reset: true, seq: 6 })
  await invite()
  await until('what follows is heard', () => seqs(heard).at(-1) === 7)
})

// SPEC GQL-13
test('who is sent away hears nothing more, and others go on', async (t) => {
  const { server, ada, invite } = await studio(t)
  const eve = await register(server, 'Eve')
  await join(server, ada, 'studio', eve, 'member')
  const [hers, his] = [connect(server, eve.token), connect(server, ada.token)]
  const [eves, adas] = [listen(hers.client, EVENTS, {}), listen(his.client, EVENTS, {})]
  const both = 'query { workspace(workspace: "studio") { seq } }'
  const query = listen(hers.client, both)
  await until('a query is answered on the same socket', () => query.done)
  assert.deepEqual(query.data, [{ workspace: { seq: 3 } }])
  await until('both listen', async () => {
    await invite()
    return eves.data.length > 0 && adas.data.length > 0
  })
  await call(server, ada.token, 'DELETE', `/workspaces/studio/members/${eve.id}`)
  await until('the line of who was sent away ends', () => eves.done)
  assert.equal(eves.errors[0].extensions.code, 'not-found')
  const last = seqs(eves).at(-1)
  await invite()
  await until('the others hear more', () => seqs(adas).at(-1) > last + 1)
  assert.equal(seqs(eves).at(-1), last)
  // With nothing left to hear, the client leaves by itself.
  assert.ok(hers.closed.every(({ code }) => code === 1000), JSON.stringify(hers.closed))
})

// SPEC GQL-13
test('a login that ends takes its sockets along', async (t) => {
  const { server, ada } = await studio(t)
  const line = connect(server, ada.token)
  const heard = listen(line.client, EVENTS, { after: 0 })
  await until('she listens', () => heard.data.length === 1)
  await call(server, ada.token, 'DELETE', '/me/sessions')
  await until('the socket is closed', () => line.closed.length === 1)
  assert.equal(line.closed[0].code, 4401)
})

// SPEC GQL-14
test('a person hears what they are told, and nobody else does', async (t) => {
  const { server, ada } = await studio(t)
  const eve = await register(server, 'Eve')
  await join(server, ada, 'studio', eve, 'member')
  const query = 'subscription { notifications { kind title excerpt } }'
  const [eves, adas] = [eve, ada].map(({ token }) => listen(connect(server, token).client, query))
  await call(server, ada.token, 'POST', '/workspaces/studio/projects', { key: 'REN', name: 'Renexus' })
  await call(server, ada.token, 'POST', '/workspaces/studio/tasks', { project: 'REN', title: 'Door' })
  const say = () => call(server, ada.token, 'POST', '/workspaces/studio/threads',
    { place_kind: 'task', place: 'REN-1', body: 'Look, @eve' })
  await until('she hears that she was mentioned', async () => {
    await say()
    return eves.data.length > 0
  })
  assert.deepEqual(eves.data[0].notifications, { kind: 'MENTION', title: 'REN-1 Door', excerpt: 'Look, @eve' })
  await always('nobody else hears it', () => adas.data.length === 0, { time: 200 })
})

// SPEC GQL-11
test('the protocol is held to: who opens nothing, says nonsense or shows nothing is sent away', async (t) => {
  const { server, ada } = await studio(t, { RENEXUS__SESSION__HANDSHAKE_SECONDS: '0.3', RENEXUS__GRAPHQL__OPERATIONS: '2' })
  const raw = (protocols = 'graphql-transport-ws') => {
    const socket = new WebSocket(`${server.ws}/graphql`, protocols)
    const seen = { socket, said: [], code: null }
    socket.on('message', (text) => seen.said.push(JSON.parse(text)))
    socket.on('close', (code) => { seen.code = code })
    socket.on('error', (error) => { seen.error = error.message })
    return seen
  }
  const opened = async () => {
    const seen = raw()
    await until('it opens', () => seen.socket.readyState === WebSocket.OPEN)
    return seen
  }
  const closed = async (code, ...messages) => {
    const seen = await opened()
    for (const message of messages) seen.socket.send(typeof message === 'string' ? message : JSON.stringify(message))
    await until(`it is closed with ${code}`, () => seen.code)
    assert.equal(seen.code, code, JSON.stringify(messages))
    return seen
  }
  const init = { type: 'connection_init', payload: { token: ada.token } }
  const subscribe = (id, query) => ({ type: 'subscribe', id, payload: { query } })
  await closed(4408)
  await closed(4400, 'nonsense')
  await closed(4400, { type: 'subscribe' })
  await closed(4401, subscribe('1', '{ me { id } }'))
  await closed(4403, { type: 'connection_init', payload: { token: 'wrong' } })
  await closed(4403, { type: 'connection_init' })
  await closed(4429, init, init)
  const events = 'subscription { notifications { id } }'
  await closed(4409, init, subscribe('1', events), subscribe('1', events))
  await closed(1009, 'x'.repeat(100_000))
  const other = raw('graphql-ws')
  await until('another protocol is refused', () => other.error)
  assert.match(other.error, /400/)

  const seen = await opened()
  for (const message of [init, { type: 'ping', payload: { n: 1 } }, subscribe('1', events), subscribe('2', events),
    subscribe('3', events)]) seen.socket.send(JSON.stringify(message))
  await until('the third is refused', () => seen.said.length === 3)
  assert.deepEqual(seen.said.slice(0, 2), [{ type: 'connection_ack' }, { type: 'pong', payload: { n: 1 } }])
  assert.deepEqual([seen.said[2].type, seen.said[2].id, seen.said[2].payload[0].extensions.code], ['error', '3', 'too-many'])
  const of = (id) => seen.said.filter((message) => message.id === id)
  for (const message of [{ type: 'complete', id: '1' }, subscribe('4', '{ nothing }')]) seen.socket.send(JSON.stringify(message))
  await until('the refusal is there', () => of('4').length === 1)
  seen.socket.send(JSON.stringify(subscribe('5', '{ me { name } }')))
  await until('the answer is there', () => of('5').length === 2)
  assert.equal(of('4')[0].type, 'error')
  assert.deepEqual(of('5')[0], { type: 'next', id: '5', payload: { data: { me: { name: 'Ada' } } } })
  seen.socket.close()
})
