// What a page weighs on its first visit.

import assert from 'node:assert/strict'
import test from 'node:test'
import { gzipSync } from 'node:zlib'

import { open } from './harness.mjs'
import { studio } from './studio.mjs'
import { made, saved } from './writing.mjs'

/** Bytes of script, packed with gzip: what the page itself names, and all until the document can be written into. */
const MOST = { page: 350_000, all: 520_000 }

test('a document needs little script on the first visit (SPEC WEB-14)', async (t) => {
  const stage = await open(t)
  const { ana } = await studio(stage)
  const { id } = await made(stage, ana, 'Light')
  const context = await stage.window()
  await stage.login(await stage.page(context), ana)
  // The login stays, the cache does not.
  const visitor = await stage.window({ storageState: await context.storageState() })
  const page = await stage.page(visitor)
  // What comes once the text is there is not waited for, however soon it comes.
  await page.addInitScript(() => {
    new MutationObserver(() => {
      if (document.querySelector('.tiptap[contenteditable="true"]')) window.writable ??= performance.now()
    }).observe(document, { childList: true, subtree: true, attributes: true })
  })
  const scripts = new Map()
  page.on('response', (response) => {
    if (response.request().resourceType() === 'script') scripts.set(new URL(response.url()).pathname, response.body())
  })
  const answer = await page.goto(`/w/studio/docs/${id}`)
  const html = await answer.text()
  await saved(page)
  const later = await page.evaluate(() => performance.getEntriesByType('resource').filter(({ startTime }) => startTime > window.writable).map(({ name }) => new URL(name).pathname))
  const sizes = []
  for (const [path, body] of scripts) if (!later.includes(path)) sizes.push([gzipSync(await body, { level: 9 }).length, path])
  sizes.sort(([one], [other]) => other - one)
  const sum = (some) => some.reduce((all, [size]) => all + size, 0)
  const named = sizes.filter(([, path]) => html.includes(`src="${path}"`))
  t.diagnostic(`${sum(named)} bytes of script in the page, ${sum(sizes)} in all, in ${sizes.length} files`)
  const told = sizes.map(([size, path]) => `${size} ${path}`).join('\n')
  assert.ok(named.length > 5 && sum(named) <= MOST.page, `${sum(named)} bytes of script in the page, ${MOST.page} are allowed:\n${told}`)
  assert.ok(sum(sizes) <= MOST.all, `${sum(sizes)} bytes of script in all, ${MOST.all} are allowed:\n${told}`)
  stage.clean()
})
