// A real browser on the real binary: starts both, registers people, and holds every page to the content policy.
//
// RENEXUS_BIN names the binary, CHROMIUM the browser (default: Debian's).

import { mkdir } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { chromium } from 'playwright-core'

import { startServer } from '../clients/harness.mjs'

const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js')
const SCREENSHOTS = new URL('../../target/screenshots/', import.meta.url).pathname
/** Milliseconds within which a page has to show what is waited for. */
const PATIENCE = 30_000

export const DESKTOP = { width: 1440, height: 900 }
export const PHONE = { width: 390, height: 844 }

/** What axe looks for: WCAG 2.2, levels A and AA. */
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

/** A server and a browser for a test; both end with it. */
export async function open (t, env = {}) {
  const server = await startServer(t, { RENEXUS__ACCOUNTS__REGISTRATION: 'open', RENEXUS__RATES__ENTER_BURST: '0', RENEXUS__RATES__ACCOUNT_BURST: '0', ...env })
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox'] })
  t.after(() => browser.close())
  return new Stage(t, server, browser)
}

class Stage {
  constructor (t, server, browser) {
    this.t = t
    this.server = server
    this.browser = browser
  }

  /** Calls the REST as somebody. */
  async call (token, method, path, body) {
    const answer = await fetch(`${this.server.http}/api/v1${path}`, {
      method,
      headers: { ...(token && { authorization: `Bearer ${token}` }), ...(body !== undefined && { 'content-type': 'application/json' }) },
      ...(body !== undefined && { body: JSON.stringify(body) })
    })
    const text = await answer.text()
    const said = text === '' ? null : JSON.parse(text)
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`)
    return said
  }

  /** Registers somebody by REST: `{ email, password, token, id }`. */
  async person (name, more = {}) {
    const email = `${name.toLowerCase()}@example.org`
    const password = 'ten letters or more'
    const said = await this.call(null, 'POST', '/auth/register', { email, name, password, ...more })
    return { name, email, password, token: said.access_token, id: said.person.id }
  }

  /** Brings somebody into a workspace by an invitation. */
  async join (owner, workspace, person, role = 'member') {
    const { secret } = await this.call(owner.token, 'POST', `/workspaces/${workspace}/invitations`, { role })
    await this.call(person.token, 'POST', '/invitations/accept', { secret })
  }

  /** A window of its own, as of another device. Violations of the content policy and page errors fail the test. */
  async window (options = {}) {
    const context = await this.browser.newContext({ baseURL: this.server.http, viewport: DESKTOP, reducedMotion: 'reduce', locale: 'en-GB', ...options })
    context.setDefaultTimeout(PATIENCE)
    this.t.after(() => context.close())
    await context.addInitScript(() => {
      document.addEventListener('securitypolicyviolation', (event) => console.error(`policy violated: ${event.violatedDirective} ${event.blockedURI}`))
    })
    return context
  }

  /** A page that fails the test when something goes wrong in it. */
  async page (context) {
    const page = await (context ?? (await this.window())).newPage()
    this.wrong ??= []
    page.on('pageerror', (error) => this.wrong.push(`${page.url()}: ${error.stack ?? error}`))
    page.on('console', (message) => {
      const text = message.text()
      if (/policy violated|Content Security Policy|Hydration|act\(|unique "key"/i.test(text)) this.wrong.push(`${page.url()}: ${text}`)
    })
    return page
  }

  /** Logs somebody in through the form. */
  async login (page, person) {
    await page.goto('/login')
    await page.getByLabel('Mail address').fill(person.email)
    await page.getByLabel('Password').fill(person.password)
    await page.getByRole('button', { name: 'Log in' }).click()
    await page.waitForURL(/\/w\/|\/new/)
  }

  /** Fails when a page threw, or broke the content policy. */
  clean () {
    if (this.wrong?.length) throw new Error(this.wrong.join('\n'))
  }
}

/** Holds a page to WCAG: fails with what axe finds. */
export async function accessible (page, name) {
  // A page that is still loading has no heading yet.
  await page.locator('h1').first().waitFor({ state: 'attached' })
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(await source())
  // A tooltip by chance, where the mouse was left, stands beside every part of the page.
  await page.mouse.move(-1, -1)
  await page.getByRole('tooltip').first().waitFor({ state: 'detached' })
  const { violations } = await page.evaluate((tags) => window.axe.run(document, { runOnly: tags }), RULES)
  if (violations.length > 0) {
    const lines = violations.flatMap(({ id, help, nodes }) => nodes.slice(0, 4).map((node) => `  ${id}: ${help}\n    ${node.target.join(' ')}\n    ${node.html.slice(0, 200)}\n    ${node.any.map((one) => one.message).join('; ')}`))
    throw new Error(`${name} is not accessible:\n${lines.join('\n')}`)
  }
}

let axe
async function source () {
  axe ??= await import('node:fs/promises').then(({ readFile }) => readFile(AXE, 'utf8'))
  return axe
}

/** Writes what is seen to target/screenshots. */
export async function picture (page, name) {
  await mkdir(SCREENSHOTS, { recursive: true })
  await page.screenshot({ path: `${SCREENSHOTS}${name}.png` })
}

/** Shows the page in light or dark. */
export async function scheme (page, chosen) {
  await page.emulateMedia({ colorScheme: chosen, reducedMotion: 'reduce' })
  await page.waitForFunction((wanted) => document.documentElement.getAttribute('data-scheme') === wanted, chosen)
}
