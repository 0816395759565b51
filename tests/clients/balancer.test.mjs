// Two nodes behind the nginx of deploy/nginx: what it leads where, and what people notice of a node that goes.

import assert from 'node:assert/strict'
import { test } from 'node:test'

import WebSocket from 'ws'

import { begin, startBalancer } from './balancer.mjs'
import { converged, openEditor } from './editors.mjs'
import { startServer, until } from './harness.mjs'
import { figures, sharedSettings, startNodes } from './nodes.mjs'
import { OPEN, call, register } from './people.mjs'
import { StreamSocket } from './stream.mjs'

/** Enough that no hash puts all of them on one node. Each stock provider listens for the end of the process. */
const DOCUMENTS = 24
process.setMaxListeners(0)
const MEGABYTE = 1024 * 1024

const open = async (node) => (await figures(node)).get('renexus_documents_open')

/** Waits until nobody is on any node, and none has a document. */
const quiet = (nodes) => until('the nodes are quiet', async () =>
  (await Promise.all(nodes.map(open))).every((count) => count === 0), { within: 30_000 })

/** Which node the balancer leads a document to, as its log says. */
async function leads (front, nodes, document, token) {
  const before = (await front.requests()).length
  const answer = await front.rest('GET', `/api/documents/${encodeURIComponent(document)}/text`, { token })
  assert.equal(answer.status, 200, await answer.text())
  const line = await until('the request is logged', async () =>
    (await front.requests()).slice(before).find((line) => line['url.path'] === `/api/documents/${document}/text`))
  return nodes.find((node) => node.origin.host === line['upstream.address'].split(', ').at(-1))
}

// SPEC NODE-16
test('people of one document meet on one node, whichever protocol they speak', async (t) => {
  const nodes = await startNodes(t, 2, { RENEXUS__DOCUMENT__IDLE_SECONDS: '1' })
  const front = await startBalancer(t, nodes)
  const token = await nodes[0].token({ level: 'manage' })
  const names = Array.from({ length: DOCUMENTS }, (_, number) => `Straße ${number}`)
  const pairs = await Promise.all(names.map((document) => Promise.all(['y-websocket', 'y-sweet'].map((protocol) =>
    openEditor(protocol, { server: front, document, token, awareness: false }).opened()))))
  for (const [[one], name] of pairs.map((pair, at) => [pair, names[at]])) one.type(name)
  for (const [at, pair] of pairs.entries()) assert.equal(await converged(pair), names[at])
  for (const name of names) {
    const answer = await front.rest('GET', `/api/documents/${encodeURIComponent(name)}/text`, { token })
    assert.equal(answer.status, 200)
  }
  const counts = await Promise.all(nodes.map(open))
  assert.equal(counts[0] + counts[1], DOCUMENTS, `a document is open on both nodes: ${counts}`)
  assert.ok(counts.every((count) => count > 0), `one node has all documents: ${counts}`)

  for (const editor of pairs.flat()) editor.leave()
  await quiet(nodes)
})

// SPEC NODE-16
test('a balancer that knows nothing of documents serves them as well, from both nodes', async (t) => {
  const nodes = await startNodes(t, 2)
  const front = await startBalancer(t, nodes)
  const token = await nodes[0].token()
  const pairs = await Promise.all(nodes.map((server) => openEditor('hocuspocus', { server, document: 'anywhere', token }).opened()))
  const third = await openEditor('hocuspocus', { server: front, document: 'anywhere', token }).opened()
  pairs[0].type('one ')
  await until('it is saved', () => pairs[0].saved)
  third.type('three ')
  await until('it is saved', () => third.saved)
  pairs[1].type('two ')
  assert.equal((await converged([...pairs, third])).length, 'one two three '.length)
  assert.deepEqual(await Promise.all(nodes.map(open)), [1, 1])
})

// SPEC NODE-16
test('a stream comes down as it is said, and what goes up finds the same node', async (t) => {
  const nodes = await startNodes(t, 2)
  const front = await startBalancer(t, nodes)
  const token = await nodes[0].token()
  const witness = await openEditor('y-websocket', { server: front, document: 'streamed', token }).opened()
  const editors = [1, 2, 3].map(() => openEditor('hocuspocus', { server: front, document: 'streamed', token, Socket: StreamSocket }))
  await Promise.all(editors.map((editor) => editor.opened()))
  for (const editor of editors) editor.type('s')
  await until('all of it is saved', () => editors.every((editor) => editor.saved))
  assert.equal(await converged([witness, ...editors]), 'sss')
  witness.type('w')
  assert.equal(await converged([witness, ...editors]), 'sssw')
  const secrets = editors.map((editor) => editor.Socket.last.secret)
  const logged = await until('the ways up are logged', async () => {
    const log = await front.log()
    return log.includes('"/collab/sse/-"') && log
  })
  for (const secret of secrets) assert.ok(secret.length > 10 && !logged.includes(secret), 'a secret of a stream is logged')
})

test('an upload goes through as it comes, and goes on where it was cut', async (t) => {
  const nodes = await startNodes(t, 2, { ...OPEN, RENEXUS__FILES__TRANSFERS: '1' })
  const front = await startBalancer(t, nodes)
  const ada = await register(front, 'Ada')
  await call(front, ada.token, 'POST', '/workspaces', { name: 'Studio', slug: 'studio' })
  const bytes = Buffer.alloc(6 * MEGABYTE)
  for (let at = 0; at < bytes.length; at++) bytes[at] = at % 251
  const tus = { authorization: `Bearer ${ada.token}`, 'tus-resumable': '1.0.0' }
  const announced = await fetch(`${front.http}/api/v1/workspaces/studio/uploads`, {
    method: 'POST',
    headers: { ...tus, 'upload-length': String(bytes.length), 'upload-metadata': `filename ${btoa('large.bin')}` }
  })
  assert.equal(announced.status, 201, await announced.text())
  const place = new URL(announced.headers.get('location'), front.http).pathname
  const append = (offset, length) => begin('PATCH', front.http + place, {
    headers: { ...tus, 'upload-offset': String(offset), 'content-type': 'application/offset+octet-stream', 'content-length': String(length) }
  })
  const reached = async () => {
    const answer = await fetch(front.http + place, { method: 'HEAD', headers: tus })
    return Number(answer.headers.get('upload-offset'))
  }

  const first = append(0, bytes.length)
  await new Promise((resolve) => first.write(bytes.subarray(0, 3 * MEGABYTE), resolve))
  first.destroy()
  // A proxy that gathers a body first has nothing to pass on of one that was cut.
  const offset = await until('what came before the cut is kept', reached)
  assert.ok(offset <= 3 * MEGABYTE)
  const answer = await until('it goes on', async () => {
    const rest = append(offset, bytes.length - offset)
    rest.end(bytes.subarray(offset))
    const { statusCode, headers } = await rest.answer
    return statusCode === 204 && headers
  })
  assert.equal(Number(answer['upload-offset']), bytes.length)
  const { items } = await call(front, ada.token, 'GET', '/workspaces/studio/files')
  const [file] = items
  const content = await fetch(`${front.http}/api/v1/workspaces/studio/files/${file.id}/content`, { headers: tus })
  assert.ok(bytes.equals(Buffer.from(await content.arrayBuffer())), 'other bytes came back')

  await t.test('a server that is busy says so itself, and is asked again', async () => {
    const path = '/api/v1/workspaces/studio/files?name=slow.bin'
    const hold = (node) => {
      const upload = begin('POST', node.http + path, { headers: { ...tus, 'content-length': '1000' } })
      upload.answer.then(() => slow.delete(node), () => {})
      upload.write('begun')
      return upload
    }
    const slow = new Map()
    const busy = await until('both nodes are busy', async () => {
      // One that came while another file did was refused itself.
      for (const node of nodes) if (!slow.has(node)) slow.set(node, hold(node))
      const told = await fetch(front.http + path, { method: 'POST', headers: tus, body: 'a file' })
      return told.status === 503 && slow.size === nodes.length && told
    })
    assert.equal(busy.headers.get('retry-after'), '2')
    assert.match(busy.headers.get('content-type'), /problem\+json/)
    assert.match((await busy.json()).detail, /no more are taken at once/)
    // Nobody takes them for dead.
    for (let time = 0; time < 4; time++) assert.equal((await front.rest('GET', '/api/v1/me', ada)).status, 200)
    for (const upload of slow.values()) upload.destroy()
  })
})

// SPEC NODE-16
test('a node that drains or dies is left, and nobody loses anything', async (t) => {
  const nodes = await startNodes(t, 2, { RENEXUS__SERVER__DRAIN_SECONDS: '5' })
  const front = await startBalancer(t, nodes)
  const token = await nodes[0].token({ level: 'manage' })
  const document = 'steady'
  const editors = await Promise.all(['y-websocket', 'y-sweet', 'hocuspocus'].map((protocol) =>
    openEditor(protocol, { server: front, document, token }).opened()))
  const [yjs, sweet, collab] = editors
  const saved = () => until('everything is saved', () => sweet.saved && collab.saved)
  for (const editor of editors) editor.type(`${editor.protocol} `)
  await converged(editors)
  await saved()

  await t.test('killed', async () => {
    const node = await leads(front, nodes, document, token)
    const opened = yjs.connections
    await node.kill()
    for (const editor of editors) editor.type(`meanwhile ${editor.protocol} `)
    await until('the editor is back', () => yjs.connections > opened && yjs.synced)
    await saved()
    const words = await converged(editors)
    for (const { protocol } of editors) {
      assert.ok(words.includes(`meanwhile ${protocol} `) && words.includes(`${protocol} `), `${protocol}: ${words}`)
    }
    const late = await openEditor('y-websocket', { server: front, document, token }).opened()
    assert.equal(late.words, words)
    await node.start({ port: node.origin.port })
    await until('it is asked again', async () => await leads(front, nodes, document, token) === node)
  })

  await t.test('drained', async () => {
    const led = await Promise.all([1, 2, 3, 4, 5, 6, 7, 8].map(async (number) => {
      const name = `${document} ${number}`
      await nodes[0].rest('POST', '/api/documents', { token, body: { id: name } })
      return [name, await leads(front, nodes, name, token)]
    }))
    // Of eight one node has four: those that the drain sends away last are there until it ends.
    const of = nodes.map((node) => led.filter(([, to]) => to === node).map(([name]) => name))
    const at = of[0].length > of[1].length ? 0 : 1
    const [node, names] = [nodes[at], of[at]]
    const staying = await Promise.all(names.map((name) => openEditor('y-websocket', { server: front, document: name, token }).opened()))
    node.child.kill('SIGTERM')
    await until('it drains', async () => (await fetch(`${node.http}/health/ready`).catch(() => null))?.status === 503)
    const late = await openEditor('y-websocket', { server: front, document: names[0], token }).opened()
    assert.equal(late.connections, 1, 'it had to come twice')
    late.type('late')
    const [first] = staying
    assert.equal(await converged([first, late]), 'late')
    await node.gone
    await until('everybody is back', () => staying.every((editor) => editor.synced && editor.connections > 1))
    for (const guest of front.guests) guest.leave()
    // Whoever came first was told 503 by the node that drains, and let in by the other; a socket is logged when it ends.
    await until('one was passed on', async () => (await front.requests()).some((line) =>
      line['upstream.status'] === '503, 101' && line['upstream.address'].startsWith(`${node.origin.host}, `)))
  })
})

test('when no node answers people are told to come again', async (t) => {
  const [node] = await startNodes(t, 1)
  const front = await startBalancer(t, [node])
  await node.kill()
  const answer = await front.rest('GET', '/api/v1/me')
  assert.equal(answer.status, 503)
  assert.equal(answer.headers.get('retry-after'), '2')
  assert.match(answer.headers.get('content-type'), /problem\+json/)
  assert.equal((await answer.json()).type, '/problems/unavailable')
})

test('a person is known by the address that nginx saw, and figures stay inside', async (t) => {
  const server = await startServer(t, { ...await sharedSettings(t), ...OPEN, RENEXUS__SERVER__TRUSTED_PROXIES: '127.0.0.1' })
  const front = await startBalancer(t, [server])
  const asked = begin('POST', `${front.http}/api/v1/auth/register`, {
    from: '127.0.0.2',
    headers: { 'content-type': 'application/json', 'x-forwarded-for': '203.0.113.9' }
  })
  asked.end(JSON.stringify({ email: 'ada@example.org', name: 'Ada', password: 'a password for tests' }))
  let text = ''
  for await (const part of await asked.answer) text += part
  const { access_token: token } = JSON.parse(text)
  const sessions = await call(front, token, 'GET', '/me/sessions')
  assert.deepEqual((sessions.items ?? sessions).map((session) => session.address), ['127.0.0.2'])
  assert.equal((await front.rest('GET', '/metrics')).status, 404)
  assert.equal((await fetch(`${server.http}/metrics`)).status, 200)
})

// SPEC NODE-16
test('no log holds a token', async (t) => {
  const nodes = await startNodes(t, 2)
  const front = await startBalancer(t, nodes)
  const token = await nodes[0].token({ level: 'manage' })
  const editors = await Promise.all(['y-websocket', 'y-sweet', 'hocuspocus'].map((protocol) =>
    openEditor(protocol, { server: front, document: 'secret', token }).opened()))
  const linked = await front.rest('GET', `/api/v1/linked-file?token=${token}`)
  assert.notEqual(linked.status, 200)
  // Broken ways are what nginx would write whole request lines about.
  for (const node of nodes) await node.kill()
  await until('the editors know', () => editors.every((editor) => !editor.synced || editor.connections > 1))
  const refused = new WebSocket(`${front.ws}/yjs/secret?token=${token}`)
  await new Promise((resolve) => refused.once('error', resolve))
  for (const editor of editors) editor.leave()
  const log = await until('all of it is logged', async () => {
    const paths = (await front.requests()).map((line) => line['url.path'])
    return ['/yjs/secret', '/d/secret/ws/secret', '/api/v1/linked-file', '/collab'].every((path) => paths.includes(path)) && front.log()
  })
  const secrets = [token, ...editors.map((editor) => editor.provider.clientToken?.token).filter(Boolean)]
  assert.equal(secrets.length, 2)
  for (const secret of secrets) assert.ok(!log.includes(secret), 'a token is logged')
  assert.ok(!log.includes('token='), 'a query is logged')
})
