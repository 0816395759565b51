// Writes N updates that real Yjs made to stdout: [u32le length][update v1 bytes]…
//
//   node generate-updates.mjs --count 20000 --seed 7
//
// A room of a few replicas edits every kind of shared type, exchanges updates
// late and out of order, undoes, merges, diffs and garbage collects. Then the
// next room opens. XML hooks are left out: the server refuses them.
import { parseArgs } from 'node:util'
import * as Y from 'yjs'

const { values: { count, seed } } = parseArgs({
  options: { count: { type: 'string', default: '1000' }, seed: { type: 'string', default: '1' } }
})

/** mulberry32: small, seeded, good enough to wander. */
let state = Number(seed) >>> 0
const random = () => {
  state = (state + 0x6d2b79f5) >>> 0
  let t = Math.imul(state ^ (state >>> 15), state | 1)
  t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
  return ((t ^ (t >>> 14)) >>> 0) / 4294967296
}
const below = n => Math.floor(random() * n)
const chance = p => random() < p
const pick = list => list[below(list.length)]
const times = (n, make) => Array.from({ length: n }, make)

// --- values ------------------------------------------------------------------

const scraps = ['a', 'b', ' ', '\n', 'é', '漢字', '😀', '👩‍👩‍👧', '\u0000', '"', '\\', '{[', '\ud83d', '\ude00', 'ﷺ', 'lorem ipsum ']
const text = (max = 6) => times(1 + below(max), () => pick(scraps)).join('')
const key = () => pick(['', 'a', 'title', 'é', '😀', '__proto', text(3)])
const numbers = [0, -0, 1, -1, 63, 64, -64, 127, 128, 2 ** 31 - 1, -(2 ** 31 - 1), 2 ** 31, -(2 ** 31), 2 ** 40,
  Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER, 0.5, 0.1, -1e-300, 1e300, NaN, Infinity, -Infinity]
const bytes = () => Uint8Array.from({ length: below(40) }, () => below(256))

const scalar = () => pick([
  () => null, () => undefined, () => true, () => false, () => pick(numbers), () => below(1e6) - 5e5, () => random(),
  () => BigInt.asIntN(64, BigInt(below(2 ** 32)) * BigInt(below(2 ** 32)) * 3n), () => -9223372036854775808n,
  () => '', () => text(), () => bytes(), () => () => 0
])()

const nested = depth => {
  if (depth === 0 || chance(0.6)) return scalar()
  if (chance(0.5)) return times(below(5), () => nested(depth - 1))
  return Object.fromEntries(times(below(5), () => [key(), nested(depth - 1)]))
}
const tower = levels => { let value = scalar(); while (levels-- > 0) value = chance(0.5) ? [value] : { a: value }; return value }
const catalogue = () => Object.fromEntries(times(50 + below(400), (_, i) => [`key-${i}`, scalar()]))
const object = () => chance(0.02) ? catalogue() : { a: nested(3), [key()]: scalar() }
const plain = () => pick([() => null, () => pick(numbers), () => chance(0.5), () => text(), () => chance(0.02) ? [tower(62)] : [nested(3)], object])()

/** Attributes and embeds travel as JSON, which knows no bigint. */
const attribute = () => pick([null, true, false, 1, 1.5, '', 'red', '#ff0', text(2), { nested: { list: [1, [2], '"]'] } }, ['[', '{"\\']])
const attributes = () => Object.fromEntries(times(below(3), () => [pick(['bold', 'color', 'link', '', 'comment--é']), attribute()]))
const embed = () => ({ [pick(['image', 'formula'])]: attribute() })

const subdocument = () => new Y.Doc(pick([
  {}, { guid: text(2) }, { gc: false, autoLoad: true }, { collectionid: 'shelf', meta: { page: 1 } }, { meta: null, shouldLoad: false }
]))

// --- shared types ------------------------------------------------------------

const types = [Y.Map, Y.Array, Y.Text, Y.XmlFragment, Y.XmlText]
const newType = depth => {
  if (chance(0.2)) return new Y.XmlElement(pick(['p', 'div', 'Ünder', 'x-1']))
  const type = new (pick(types))()
  if (depth > 0 && type instanceof Y.Map && chance(0.5)) type.set(key(), newType(depth - 1))
  if (depth > 0 && type instanceof Y.Array && chance(0.5)) type.insert(0, [newType(depth - 1), plain()])
  if (type instanceof Y.Text && chance(0.5)) type.insert(0, text(), chance(0.5) ? attributes() : undefined)
  return type
}

const edits = new Map([
  [Y.Text, (type, length) => {
    const at = below(length + 1)
    const span = Math.min(1 + below(8), length - at)
    switch (below(9)) {
      case 0: return type.insert(at, text(), attributes())
      case 1: return type.insertEmbed(at, chance(0.3) ? newType(1) : embed(), attributes())
      case 2: return span > 0 && type.format(at, span, attributes())
      case 3: case 4: return span > 0 && type.delete(at, span)
      case 5: return type.applyDelta([{ retain: at }, { insert: text(), attributes: attributes() }, { insert: embed() }])
      case 6: return type.setAttribute(key(), plain())
      default: return type.insert(at, text(3))
    }
  }],
  [Y.Array, (type, length) => {
    const at = below(length + 1)
    switch (below(6)) {
      case 0: return type.insert(at, [newType(2)])
      case 1: return type.insert(at, [chance(0.5) ? bytes() : subdocument()])
      case 2: return length > at && type.delete(at, Math.min(1 + below(4), length - at))
      default: return type.insert(at, times(1 + below(4), plain))
    }
  }],
  [Y.Map, type => {
    switch (below(6)) {
      case 0: return type.set(key(), newType(2))
      case 1: return type.set(key(), pick([bytes, subdocument, () => new Date(0), () => 12345678901234567890n])())
      case 2: return type.delete(key())
      case 3: return chance(0.02) && type.clear()
      default: { const value = scalar(); return type.set(key(), typeof value === 'function' ? tower(10) : value) }
    }
  }],
  [Y.XmlFragment, (type, length) => {
    const at = below(length + 1)
    if (type instanceof Y.XmlElement && chance(0.4)) {
      return chance(0.7) ? type.setAttribute(pick(['id', 'class', 'é']), chance(0.8) ? text(2) : plain()) : type.removeAttribute('id')
    }
    if (chance(0.3)) return length > at && type.delete(at, 1)
    return type.insert(at, [chance(0.5) ? new Y.XmlElement(pick(['p', 'h1'])) : new Y.XmlText(text())])
  }]
])

/** Finds a type to edit: a root, or something a few levels below it. */
const somewhere = doc => {
  let type = pick([
    () => doc.getText('text'), () => doc.getArray('list'), () => doc.getMap('map'), () => doc.getXmlFragment('xml'), () => doc.getText('')
  ])()
  for (let steps = below(5); steps > 0; steps--) {
    const children = type instanceof Y.Text
      ? []
      : type instanceof Y.Map ? [...type.values()] : type.toArray()
    const inner = children.filter(child => child instanceof Y.AbstractType)
    if (inner.length === 0) break
    type = pick(inner)
  }
  return type
}

const edit = doc => {
  const type = somewhere(doc)
  for (const [kind, change] of edits) {
    if (!(type instanceof kind)) continue
    try {
      return change(type, type.length)
    } catch (error) {
      // Yjs now and then counts one child too many after an undo.
      if (error.message !== 'Length exceeded!') throw error
    }
  }
}

// --- rooms -------------------------------------------------------------------

function * room () {
  const fresh = []
  const taken = new Set()
  // Two who write under one client id break Yjs itself, on every replica.
  const clientId = () => {
    const id = chance(0.2) ? Number.MAX_SAFE_INTEGER - below(1000) : chance(0.3) ? below(300) : below(2 ** 32)
    if (taken.has(id)) return clientId()
    taken.add(id)
    return id
  }
  const enter = from => {
    const doc = new Y.Doc({ gc: chance(0.6) })
    doc.clientID = clientId()
    if (from) Y.applyUpdate(doc, Y.encodeStateAsUpdate(from), 'elsewhere')
    doc.on('update', (update, origin) => { if (origin !== 'elsewhere') fresh.push(update) })
    const roots = [doc.getText('text'), doc.getArray('list'), doc.getMap('map'), doc.getXmlFragment('xml')]
    return { doc, inbox: [], history: new Y.UndoManager(roots, { captureTimeout: 0, trackedOrigins: new Set([null, 'mine']) }) }
  }
  const replicas = times(2 + below(3), () => enter())
  const recent = []

  for (let step = 80 + below(200); step > 0; step--) {
    const here = pick(replicas)
    const there = pick(replicas)
    if (chance(0.05)) pick([() => here.history.undo(), () => here.history.redo()])()
    else if (chance(0.5)) here.doc.transact(() => { for (let n = 1 + below(6); n > 0; n--) edit(here.doc) }, 'mine')
    else edit(here.doc)

    for (const update of fresh.splice(0)) {
      yield update
      recent.push(update)
      if (recent.length > 40) recent.shift()
      for (const other of replicas) if (other !== here) other.inbox.push(update)
    }
    // Deliver late, out of order, and sometimes never.
    while (there.inbox.length > 0 && chance(0.7)) {
      const [update] = there.inbox.splice(chance(0.3) ? below(there.inbox.length) : 0, 1)
      if (!chance(0.03)) Y.applyUpdate(there.doc, update, 'elsewhere')
    }
    if (chance(0.06)) yield * derived(here.doc, there.doc, recent)
    if (chance(0.02)) replicas[below(replicas.length)] = enter(here.doc)
  }
}

/** What providers and storages make out of updates. */
function * derived (one, other, recent) {
  const some = recent.filter(() => chance(0.5))
  yield Y.encodeStateAsUpdate(one)
  yield Y.encodeStateAsUpdate(one, Y.encodeStateVector(other))
  yield Y.diffUpdate(Y.encodeStateAsUpdate(other), Y.encodeStateVector(one))
  if (some.length > 0) {
    const merged = Y.mergeUpdates(some) // holes become Skip
    yield merged
    yield Y.mergeUpdates([merged, Y.encodeStateAsUpdate(other)])
    yield Y.diffUpdate(merged, Y.encodeStateVector(one))
    yield Y.convertUpdateFormatV2ToV1(Y.convertUpdateFormatV1ToV2(merged))
    yield Y.obfuscateUpdate(merged)
    const late = new Y.Doc() // knows only fragments: all the rest is pending
    for (const update of some) Y.applyUpdate(late, update)
    yield Y.encodeStateAsUpdate(late)
  }
  if (!one.gc) yield Y.encodeStateAsUpdate(Y.createDocFromSnapshot(one, Y.snapshot(one), new Y.Doc({ gc: false })))
}

// --- output ------------------------------------------------------------------

// Yjs logs there when a client id is taken twice; stdout carries updates only.
console.log = () => {}

const write = chunk => new Promise((resolve, reject) => process.stdout.write(chunk, error => error ? reject(error) : resolve()))

let left = Number(count)
let chunks = []
while (left > 0) {
  for (const update of room()) {
    const length = Buffer.alloc(4)
    length.writeUInt32LE(update.length)
    chunks.push(length, update)
    if (--left === 0) break
  }
  await write(Buffer.concat(chunks))
  chunks = []
}
