// Files that are brought to a task.

import assert from 'node:assert/strict'
import test from 'node:test'

import { accessible, open, picture } from './harness.mjs'
import { studio } from './studio.mjs'

const MEGABYTE = 1_000_000

test('a large file is brought to a task, and how far it is shows meanwhile (SPEC WEB-16)', async (t) => {
  const stage = await open(t)
  const { ana, ben, tasks } = await studio(stage)
  const page = await stage.page()
  await stage.login(page, ana)
  await page.goto(`/w/studio/tasks/${tasks[0].key}`)
  await page.getByRole('heading', { name: 'Files' }).waitFor()
  // A line of two megabytes a second, so that there is something to see.
  const line = await page.context().newCDPSession(page)
  await line.send('Network.emulateNetworkConditions', { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput: 2 * MEGABYTE })
  await page.evaluate(() => {
    window.seen = []
    new MutationObserver(() => {
      const bar = document.querySelector('[role=progressbar][aria-valuenow]')
      if (bar) window.seen.push(Number(bar.getAttribute('aria-valuenow')))
    }).observe(document.body, { subtree: true, childList: true, attributes: true, attributeFilter: ['aria-valuenow'] })
  })
  await page.locator('input[type=file]').setInputFiles({ name: 'recording.bin', mimeType: 'application/octet-stream', buffer: Buffer.alloc(12 * MEGABYTE, 7) })
  await page.getByRole('progressbar', { name: /recording\.bin/ }).waitFor()
  await picture(page, 'desk-file-sending')
  const listed = (where) => where.getByRole('list', { name: 'Files' }).getByText('recording.bin')
  await listed(page).waitFor({ timeout: 60_000 })
  const seen = await page.evaluate(() => window.seen)
  assert.ok(seen.some((part) => part > 0 && part < 100), `it was seen on its way: ${seen}`)
  assert.deepEqual(seen, [...seen].sort((one, other) => one - other), 'and never went back')
  await page.getByRole('progressbar', { name: /recording\.bin/ }).waitFor({ state: 'detached' })
  await accessible(page, 'a task with a file')
  const other = await stage.page()
  await stage.login(other, ben)
  await other.goto(`/w/studio/tasks/${tasks[0].key}`)
  await listed(other).waitFor()
  await other.getByText('12 MB').waitFor()
  stage.clean()
})
