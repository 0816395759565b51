// Stock editors on random nodes of one server, while nodes and Redis die: a long proof, not part of the tests.
//
//   tools/services node tests/clients/chaos.mjs      (`make chaos`; RENEXUS_BIN names the binary)
//
// EDITS, KILLS, OUTAGES and NODES say how much; SEED repeats what is drawn by lot, though not the moments.

import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as Y from 'yjs'

import { openEditor, protocols } from './editors.mjs'
import { startServer, until } from './harness.mjs'

const setting = (name, otherwise) => Number(process.env[name] ?? otherwise)
const EDITS = setting('EDITS', 100_000)
const KILLS = setting('KILLS', 20)
const OUTAGES = setting('OUTAGES', 10)
const NODES = setting('NODES', 3)
const EDITORS = 8
const SEED = setting('SEED', Math.floor(Math.random() * 2 ** 31))
/** Edits between two looks at what has arrived meanwhile. */
const AT_ONCE = 20
const MINUTE = 60_000

/** Numbers that a seed decides (mulberry32). */
function lots (seed) {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0
    let mixed = Math.imul(seed ^ (seed >>> 15), 1 | seed)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
const lot = lots(SEED)
const below = (limit) => Math.floor(lot() * limit)
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms))

const nodes = []
const endings = []
const life = { after: (end) => endings.unshift(end) }

/** A Redis of this run alone, which keeps nothing when it is killed. */
class Redis {
  async start () {
    this.port ??= await freePort()
    this.folder ??= await mkdtemp(join(tmpdir(), 'renexus-redis-'))
    const options = ['--bind', '127.0.0.1', '--port', this.port, '--save', '', '--appendonly', 'no']
    this.child = spawn('redis-server', options.map(String), { cwd: this.folder, stdio: 'ignore' })
    this.gone = new Promise((resolve) => this.child.once('exit', resolve))
  }

  async kill () {
    await this.back
    this.child.kill('SIGKILL')
    await this.gone
  }

  /** Starts it again after so many milliseconds; nobody waits for it. */
  startIn (ms) { this.back = pause(ms).then(() => this.start()) }

  get url () { return `redis://127.0.0.1:${this.port}` }
}

function freePort () {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address()
      server.close(() => resolve(port))
    })
  })
}

/** Somebody at an editor: what it typed, and what of it the server said is saved. */
class Person {
  constructor (editor) {
    this.editor = editor
    this.unsaved = []
  }

  edit (number, acknowledged) {
    const { doc } = this.editor
    const word = `${number};`
    doc.transact(() => {
      this.editor.type(word, this.editor.text.length)
      const noise = doc.getText('noise')
      if (lot() < 0.4 && noise.length > 4) noise.delete(below(noise.length - 3), 2)
      else noise.insert(below(noise.length + 1), 'xyz')
      const list = doc.getArray('list')
      if (lot() < 0.3 && list.length > 2) list.delete(below(list.length), 1)
      else list.insert(below(list.length + 1), [number])
      doc.getMap('map').set(`key ${below(50)}`, number)
    })
    this.unsaved.push(word)
    this.look(acknowledged)
  }

  /** Notes what is saved: everything, or nobody knows. */
  look (acknowledged) {
    if (!this.editor.saved) return
    for (const word of this.unsaved.splice(0)) acknowledged.add(word)
  }
}

/** Everything in a document, in a shape that can be compared. */
function content (doc) {
  return {
    text: doc.getText('content').toString(),
    noise: doc.getText('noise').toString(),
    list: doc.getArray('list').toJSON(),
    map: Object.fromEntries(Object.entries(doc.getMap('map').toJSON()).sort())
  }
}
const vector = (doc) => {
  const clients = [...Y.decodeStateVector(Y.encodeStateVector(doc))].sort(([a], [b]) => a - b)
  return JSON.stringify(clients)
}

async function run () {
  const began = Date.now()
  console.log(`SEED=${SEED}: ${EDITS} edits, ${NODES} nodes, ${KILLS} kills, ${OUTAGES} outages`)
  assert.ok(process.env.RENEXUS_TEST_POSTGRES, 'tools/services starts PostgreSQL and says where it is')
  const redis = new Redis()
  await redis.start()
  life.after(async () => {
    await redis.kill()
    await rm(redis.folder, { recursive: true, force: true })
  })
  const keys = await mkdtemp(join(tmpdir(), 'renexus-keys-'))
  life.after(() => rm(keys, { recursive: true, force: true }))
  const env = {
    RENEXUS__DATABASE__URL: `${process.env.RENEXUS_TEST_POSTGRES}/postgres`,
    RENEXUS__REDIS__URL: redis.url,
    RENEXUS__AUTH__KEYS: keys,
    RENEXUS__DOCUMENT__CHECKPOINT_UPDATES: '500'
  }
  for (let node = 0; node < NODES; node++) nodes.push(await startServer(life, env))
  const token = await nodes[0].token({ level: 'manage' })
  const document = `chaos-${SEED}`
  const kinds = Object.keys(protocols)
  let opened = 0
  const enter = async (server) => {
    const protocol = kinds[opened++ % kinds.length]
    const editor = openEditor(protocol, { server, document, token, awareness: false })
    await until(`${protocol} is synced`, () => editor.synced, { within: MINUTE })
    return new Person(editor)
  }
  const people = []
  for (let number = 0; number < EDITORS; number++) people.push(await enter(nodes[below(NODES)]))

  const acknowledged = new Set()
  const faults = KILLS + OUTAGES
  let [kills, outages] = [0, 0]
  for (let edit = 0; edit < EDITS; edit++) {
    people[below(people.length)].edit(edit, acknowledged)
    if (edit % AT_ONCE === 0) {
      await pause(1)
      for (const person of people) person.look(acknowledged)
    }
    if (edit % Math.ceil(EDITS / 100) === 0) progress(edit)
    if (Math.floor((edit + 1) * faults / EDITS) === Math.floor(edit * faults / EDITS)) continue
    const outage = kills >= KILLS || (outages < OUTAGES && lot() < OUTAGES / faults)
    if (outage) {
      outages++
      await redis.kill()
      redis.startIn(below(3000))
      continue
    }
    kills++
    const node = nodes[below(NODES)]
    await node.kill()
    // Half of those who sat there never come back: only the server knows what they typed.
    for (const [place, person] of people.entries()) {
      if (!node.guests.includes(person.editor) || lot() < 0.5) continue
      person.editor.leave()
      node.guests.splice(node.guests.indexOf(person.editor), 1)
      people[place] = null
    }
    await node.start({ port: node.origin.port })
    for (const [place, person] of people.entries()) {
      if (person === null) people[place] = await enter(nodes[below(NODES)])
    }
  }
  progress(EDITS)

  const silent = (person) => person.editor.protocol === 'y-websocket'
  await until('everything is saved', () => people.every((person) => silent(person) || person.editor.saved), { within: MINUTE })
    .catch((error) => { throw new Error(`${error.message}; ${people.map(standing).join('; ')}`) })
  for (const person of people) person.look(acknowledged)
  // What a node saved and told nobody before it died, a node that reads it tells.
  nodes.push(await startServer(life, env))
  people.push(await enter(nodes.at(-1)))
  const docs = people.map((person) => person.editor.doc)
  await until('all editors have the same', () =>
    docs.every((doc) => vector(doc) === vector(docs[0]) && doc.store.pendingStructs === null), { within: MINUTE })
  const reference = new Y.Doc()
  for (const doc of docs) Y.applyUpdate(reference, Y.encodeStateAsUpdate(doc))
  for (const doc of docs) assert.deepEqual(content(doc), content(reference))

  // The store alone: everybody is gone, and every node is new.
  for (const node of nodes) {
    for (const guest of node.guests.splice(0)) guest.leave()
    await node.kill()
  }
  await nodes[0].start()
  const late = await enter(nodes[0])
  assert.equal(vector(late.editor.doc), vector(reference), 'the store has another state vector')
  assert.deepEqual(content(late.editor.doc), content(reference))
  const words = new Set(late.editor.words.split(/(?<=;)/))
  const missing = [...acknowledged].filter((word) => !words.has(word))
  assert.equal(missing.length, 0, `${missing.length} of ${acknowledged.size} acknowledged are missing: ${missing.slice(0, 10)}`)
  const minutes = ((Date.now() - began) / MINUTE).toFixed(1)
  console.log(`${EDITS} edits, ${kills} kills, ${outages} outages in ${minutes} min: ` +
    `${opened} editors, all replicas, the store and Yjs equal; ${acknowledged.size} acknowledged, 0 missing`)
}

/** How somebody stands, for the message of a failure. */
function standing ({ editor: { protocol, provider, synced, saved, doc } }) {
  const waits = provider.unsyncedChanges ?? provider.hasLocalChanges
  const at = provider.url ?? provider.configuration?.url ?? provider.clientToken?.url
  return `${protocol} at ${at?.split('?')[0]}: ` +
    `synced ${synced}, saved ${saved}, waits ${waits}, has ${content(doc).text.length} characters`
}

function progress (edit) {
  const share = `${Math.floor(edit * 100 / EDITS)} %`
  if (process.stdout.isTTY) process.stdout.write(`\r${share}${edit === EDITS ? '\n' : ''}`)
  else if (edit % (EDITS / 10) === 0) console.log(share)
}

let failed = false
try {
  await run()
} catch (error) {
  console.error(error)
  for (const node of nodes) console.error(`${node.http}:\n${node.tail()}`)
  failed = true
}
for (const end of endings) await end()
process.exit(failed ? 1 : 0)
