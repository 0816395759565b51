#!/usr/bin/env node
// Takes docs/images/two-editors.png: starts Renexus and the example, types in both panes, waits until both agree.
// RENEXUS_BIN and CHROMIUM name the binaries.

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

import { chromium } from 'playwright-core'
import { createServer } from 'vite'

const here = (path) => fileURLToPath(new URL(path, import.meta.url))
const picture = process.argv[2] ?? here('../../docs/images/two-editors.png')

const ADA = `# Minutes, Tuesday

We met in one document: **Ada** in y-websocket, **Grace** in
Hocuspocus. Neither client was changed.

## Decided

- Saved means saved: *on disk*, then acknowledged.`

const GRACE = `
- A slow reader delays nobody.
- A role that changes holds within a second.

## Next week

We kill the server while we type.`

const data = await mkdtemp(join(tmpdir(), 'two-editors-'))
const server = spawn(process.env.RENEXUS_BIN ?? here('../../target/release/renexus'),
  ['serve', '--listen', '127.0.0.1:0', '--data', data],
  { env: { ...process.env, RENEXUS__AUTH__ANONYMOUS: 'write' }, stdio: ['ignore', 'pipe', 'inherit'] })
const gone = once(server, 'exit')
const site = await createServer({ root: here('.'), server: { host: '127.0.0.1', port: 0 }, logLevel: 'error' })
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync']
})

try {
  const address = await listening(server)
  await site.listen()
  const page = await browser.newPage({ viewport: { width: 1400, height: 700 }, deviceScaleFactor: 2, colorScheme: 'light' })
  await page.goto(`${site.resolvedUrls.local[0]}?server=${address}&document=minutes`)

  await typeInto(page, '#left', ADA)
  await agree(page, ADA)
  await typeInto(page, '#right', GRACE)
  await agree(page, ADA + GRACE)
  await select(page, '#left', '**Ada**')
  await select(page, '#right', 'while we type', { upTo: 'while we type'.length })
  for (const [pane, name] of [['#left', 'Grace'], ['#right', 'Ada']]) {
    await page.locator(`${pane} .cm-ySelectionInfo`, { hasText: name }).waitFor()
  }
  await page.locator('#right .state', { hasText: 'saved to disk' }).waitFor()

  await mkdir(join(picture, '..'), { recursive: true })
  await page.screenshot({ path: picture })
  console.log(picture)
} finally {
  await browser.close()
  await site.close()
  server.kill('SIGTERM')
  await gone
  await rm(data, { recursive: true, force: true })
}

async function listening (child) {
  for await (const line of createInterface({ input: child.stdout })) {
    const found = /listening on (http:\/\/\S+)/.exec(line)
    if (found) {
      child.stdout.resume()
      return found[1]
    }
  }
  throw new Error('the server ended before it listened')
}

/** Puts the cursor behind the text and inserts, as one hand would. */
function typeInto (page, pane, words) {
  return page.evaluate(([pane, words]) => {
    const { view } = document.querySelector(pane)
    view.focus()
    const end = view.state.doc.length
    view.dispatch({ changes: { from: end, insert: words }, selection: { anchor: end + words.length } })
  }, [pane, words])
}

/** Puts the cursor behind `words`, or selects the last `upTo` characters before it. */
function select (page, pane, words, { upTo = 0 } = {}) {
  return page.evaluate(([pane, words, upTo]) => {
    const { view } = document.querySelector(pane)
    const head = view.state.doc.toString().indexOf(words) + words.length
    view.focus()
    view.dispatch({ selection: { anchor: head - upTo, head } })
  }, [pane, words, upTo])
}

function agree (page, words) {
  return page.waitForFunction((words) => ['#left', '#right'].every((pane) =>
    document.querySelector(pane).view.state.doc.toString() === words), words)
}
