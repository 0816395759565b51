// Takes the pictures of the README from the demo: node pictures.mjs (RENEXUS_BIN names the binary, with the web app in it).

import { execFileSync, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { chromium } from 'playwright-core'

const BIN = process.env.RENEXUS_BIN ?? 'renexus'
const IMAGES = new URL('../../docs/images/', import.meta.url).pathname
const PASSWORD = 'a password for pictures'
const MAYA = 'maya@studio.example'
const SIZE = { width: 1280, height: 800 }

const data = mkdtempSync(join(tmpdir(), 'renexus-pictures-'))
execFileSync(BIN, ['seed', '--demo', '--workspace', 'studio', '--password', PASSWORD, '--data', data], { stdio: ['ignore', 'ignore', 'inherit'] })
const server = spawn(BIN, ['serve', '--listen', '127.0.0.1:0', '--data', data], { stdio: ['ignore', 'pipe', 'ignore'] })
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox'] })
try {
  const address = await new Promise((resolve) => {
    createInterface({ input: server.stdout }).on('line', (line) => {
      const found = /listening on (\S+)/.exec(line)
      if (found) resolve(found[1])
    })
  })
  const window = async (scheme, email) => {
    const context = await browser.newContext({ baseURL: address, viewport: SIZE, colorScheme: scheme, reducedMotion: 'reduce', locale: 'en-GB' })
    const page = await context.newPage()
    await page.goto('/login')
    await page.getByLabel('Mail address').fill(email)
    await page.getByLabel('Password').fill(PASSWORD)
    await page.getByRole('button', { name: 'Log in' }).click()
    await page.waitForURL(/\/w\//)
    return page
  }
  const shot = (page, name) => page.screenshot({ path: join(IMAGES, `${name}.png`) })
  const login = await (await fetch(`${address}/api/v1/auth/login`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ email: MAYA, password: PASSWORD }) })).json()
  const first = async (what) => (await (await fetch(`${address}/api/v1/workspaces/studio/${what}`, { headers: { authorization: `Bearer ${login.access_token}` } })).json()).items[0]

  const page = await window('light', MAYA)
  const project = await first('projects')
  await page.goto(`/w/studio/projects/${project.key}`)
  await page.locator('[data-card]').first().waitFor()
  await shot(page, 'board')

  const document = await first('pages')
  const other = await window('light', 'aiko@studio.example')
  for (const one of [page, other]) {
    await one.goto(`/w/studio/docs/${document.id}`)
    await one.getByRole('textbox', { name: 'Text of the document' }).waitFor()
  }
  await other.getByRole('textbox', { name: 'Text of the document' }).locator('p').first().click()
  await page.locator('.collaboration-carets__label').first().waitFor()
  await shot(page, 'document')

  const dark = await window('dark', MAYA)
  await dark.goto('/w/studio/insight')
  await dark.locator('svg path').first().waitFor()
  await dark.locator('.MuiSkeleton-root').first().waitFor({ state: 'detached' })
  await shot(dark, 'insight')
} finally {
  await browser.close()
  server.kill('SIGTERM')
  await new Promise((resolve) => server.once('exit', resolve))
  rmSync(data, { recursive: true, force: true })
}
