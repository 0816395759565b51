// How the pages leave the server.

import assert from 'node:assert/strict'
import test from 'node:test'

import { startServer } from '../clients/harness.mjs'

const HTML = { accept: 'text/html,*/*' }

test('pages answer any name, browsers and programs hear of what is not there (SPEC WEB-1)', async (t) => {
  const server = await startServer(t)
  const ask = (path, headers = HTML) => fetch(server.http + path, { headers })
  for (const path of ['/', '/login', '/w/studio', '/w/any-other', '/w/studio/docs/01a2', '/w/studio/settings/labels', '/account/profile']) {
    const answer = await ask(path)
    assert.equal(answer.status, 200, path)
    assert.match(answer.headers.get('content-type'), /^text\/html/, path)
  }
  const nothing = await ask('/no/such/page')
  assert.equal(nothing.status, 404)
  assert.match(await nothing.text(), /<html/)
  for (const [path, headers] of [['/no/such/page', { accept: 'application/json' }], ['/api/v1/nothing', HTML]]) {
    const answer = await ask(path, headers)
    assert.equal(answer.status, 404, path)
    assert.match(answer.headers.get('content-type'), /problem\+json/, path)
  }
  assert.equal((await fetch(`${server.http}/login`, { method: 'POST' })).status, 404)
})

test('files are kept as long as they stay the same, and sent packed (SPEC WEB-2)', async (t) => {
  const server = await startServer(t)
  const page = await fetch(`${server.http}/login`, { headers: { 'accept-encoding': 'br' } })
  const html = await page.text()
  assert.equal(page.headers.get('cache-control'), 'no-cache')
  assert.equal(page.headers.get('content-encoding'), 'br')
  const same = await fetch(`${server.http}/login`, { headers: { 'accept-encoding': 'br', 'if-none-match': page.headers.get('etag') } })
  assert.equal(same.status, 304)
  const other = await fetch(`${server.http}/login`, { headers: { 'accept-encoding': 'gzip', 'if-none-match': page.headers.get('etag') } })
  assert.equal(other.status, 200)
  assert.equal(other.headers.get('content-encoding'), 'gzip')
  assert.equal(await other.text(), html)
  const script = html.match(/src="(\/_next\/static\/chunks\/[^"]+\.js)"/)[1]
  const file = await fetch(server.http + script, { headers: { 'accept-encoding': 'identity' } })
  assert.equal(file.headers.get('cache-control'), 'public, max-age=31536000, immutable')
  assert.equal(file.headers.get('content-encoding'), null)
  assert.match(file.headers.get('content-type'), /javascript/)
})

test('pages hold no script (SPEC WEB-4)', async (t) => {
  const server = await startServer(t)
  for (const path of ['/', '/login', '/w/studio', '/account/profile']) {
    const answer = await fetch(server.http + path)
    assert.match(answer.headers.get('content-security-policy'), /script-src 'self';/)
    const scripts = [...(await answer.text()).matchAll(/<script([^>]*)>([^<]*)/g)]
    for (const [, attributes, body] of scripts) assert.ok(body === '' || /type="application\/json"/.test(attributes), `${path}: ${body.slice(0, 80)}`)
  }
})
