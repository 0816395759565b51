// One reader stalls: nobody else waits for it, and it comes back by itself.

import assert from 'node:assert/strict'
import { test } from 'node:test'

import { converged, openEditor, protocols } from './editors.mjs'
import { startServer, until } from './harness.mjs'

const OUTLET_BYTES = 1024 * 1024
const PAGE = 'x'.repeat(64 * 1024)
/** More than the outlet and both socket buffers hold. */
const PAGES = 250
/** What the witness may be behind: less than an outlet, so that only the stalled one can lag. */
const BEHIND = 4 * PAGE.length

for (const protocol of Object.keys(protocols)) {
  // SPEC BND-14
  test(`${protocol}: a stalled reader delays nobody, and catches up when it reads again`, async (t) => {
    const server = await startServer(t, { RENEXUS__SESSION__OUTLET_BYTES: String(OUTLET_BYTES) })
    const options = { server, document: 'flood', token: await server.token() }
    const reader = await openEditor(protocol, { ...options, name: 'Reader' }).opened()
    const writer = await openEditor('hocuspocus', { ...options, name: 'Writer' }).opened()
    const witness = await openEditor('y-sweet', { ...options, name: 'Witness' }).opened()

    const stalled = reader.Socket.last._socket
    stalled.pause()
    for (let page = 0; page < PAGES; page++) {
      writer.type(PAGE)
      await until('the witness follows', () => writer.text.length - witness.text.length < BEHIND)
    }
    await until('all is saved', () => writer.saved)
    await converged([writer, witness])
    assert.equal(witness.connections, 1, 'the one who reads was never sent away')

    stalled.resume()
    await until('the stalled one connects again', () => reader.connections > 1, { within: 30_000 })
    await converged([writer, witness, reader], { within: 30_000 })
    writer.type('after')
    await converged([writer, witness, reader])
  })
}
