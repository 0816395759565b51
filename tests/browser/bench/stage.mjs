// A server with people, and windows of a real browser on it.

import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium } from 'playwright-core'

import { startServer } from '../../clients/harness.mjs'

import { clock, notePaints } from './watching.mjs'

const PASSWORD = 'ten letters or more'

/** Things to end, last one first. */
export class Ends {
  #all = []

  after (end) { this.#all.unshift(end) }

  async end () {
    for (const end of this.#all.splice(0)) await end()
  }
}

/** A server with Ana and Ben in the workspace `studio`. */
export async function stage (ends) {
  const server = await startServer(ends, { RENEXUS__ACCOUNTS__REGISTRATION: 'open', RENEXUS__RATES__ENTER_BURST: '0', RENEXUS__RATES__ACCOUNT_BURST: '0' })
  const call = async (token, method, path, body) => {
    const answer = await fetch(`${server.http}/api/v1${path}`, { method, headers: { ...(token && { authorization: `Bearer ${token}` }), ...(body !== undefined && { 'content-type': 'application/json' }) }, ...(body !== undefined && { body: JSON.stringify(body) }) })
    const said = await answer.text()
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${said}`)
    return said === '' ? null : JSON.parse(said)
  }
  const person = async (name) => {
    const email = `${name.toLowerCase()}@example.org`
    const { access_token: token } = await call(null, 'POST', '/auth/register', { email, name, password: PASSWORD })
    return { email, name, token }
  }
  const [ana, ben] = [await person('Ana'), await person('Ben')]
  await call(ana.token, 'POST', '/workspaces', { name: 'Studio', slug: 'studio' })
  const { secret } = await call(ana.token, 'POST', '/workspaces/studio/invitations', { role: 'member' })
  await call(ben.token, 'POST', '/invitations/accept', { secret })
  return { server, call, ana, ben }
}

/** Starts a browser; one of its own has processes of its own. */
export async function browser (ends) {
  const started = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox'] })
  ends.after(() => started.close())
  return started
}

/** A window in which somebody is logged in, with an empty cache. `socket` leads its websockets to another server. */
export async function window_ (started, { server }, who, { socket, ...options } = {}) {
  const context = await started.newContext({ baseURL: server.http, viewport: { width: 1440, height: 900 }, locale: 'en-GB', ...(socket && { bypassCSP: true }), ...options })
  // The cookie of a login, without any page that would fill the cache.
  const answer = await context.request.post('/api/v1/auth/login', { data: { email: who.email, password: PASSWORD } })
  if (!answer.ok()) throw new Error(`${who.name} cannot log in: ${answer.status()} ${await answer.text()}`)
  await context.addInitScript(notePaints)
  if (socket) await context.addInitScript((url) => { const Stock = WebSocket; window.WebSocket = class extends Stock { constructor (address, protocols) { super(new URL(address, location.href).pathname === '/collab' ? url : address, protocols) } } }, socket)
  return context
}

export const text = (page) => page.getByRole('textbox', { name: 'Text of the document' })

/** A document in a window, open and on disk. */
export async function opened (context, id) {
  const page = await context.newPage()
  await page.goto(`/w/studio/docs/${id}`)
  await text(page).waitFor({ timeout: 60_000 })
  await page.locator('[data-saved]').filter({ hasText: /^Saved$/ }).waitFor({ timeout: 60_000 })
  await page.evaluate(clock)
  return page
}

/** What so many hundredths of some numbers are below. */
export const percentile = (numbers, hundredth) => [...numbers].sort((one, other) => one - other)[Math.min(numbers.length - 1, Math.floor((numbers.length * hundredth) / 100))]

export const folder = () => mkdtemp(join(tmpdir(), 'renexus-bench-'))
