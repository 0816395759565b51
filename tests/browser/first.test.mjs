// The text of a document is there before the app is.

import assert from 'node:assert/strict'
import { createRequire } from 'node:module'
import test from 'node:test'

import { accessible, DESKTOP, open, PHONE, picture } from './harness.mjs'
import { studio } from './studio.mjs'
import { made, saved, text } from './writing.mjs'

const Y = createRequire(new URL('../clients/package.json', import.meta.url))('yjs')

const FIRST = '#first'
/** Pixels by which something may stand elsewhere. */
const NEAR = 1.5
const PARAGRAPH = 'What is written here is read before anything else of the page is there, also when the machine is slow, and it goes on for more than one line on every screen.'

/** An element of a document: its name, what it carries, what it holds. Words may be marked. */
const node = (name, carried = {}, ...content) => {
  const element = new Y.XmlElement(name)
  for (const [key, value] of Object.entries(carried)) element.setAttribute(key, value)
  element.insert(0, content.map((one) => (typeof one === 'string' ? words(one) : one)))
  return element
}

const words = (...runs) => {
  const all = new Y.XmlText()
  for (const run of runs.reverse()) {
    const [said, marks] = typeof run === 'string' ? [run, {}] : run
    all.insert(0, said, marks)
  }
  return all
}

const line = (...content) => node('paragraph', {}, ...content)
const item = (said, ...more) => node('listItem', {}, line(said), ...more)
const cell = (kind, said) => node(kind, { colspan: 1, rowspan: 1 }, line(said))

/** Every kind of block, and what wants to do harm. The picture, which is fetched, comes last. */
const everything = (ben) => [
  node('heading', { level: 2 }, 'Autumn'),
  line(PARAGRAPH),
  line(words('Some ', ['bold', { bold: {} }], ', ', ['slanted', { italic: {} }], ', ', ['struck', { strike: {} }], ' and ', ['code()', { code: {} }], ' words, 1 < 2 && 3 > 2, <b>no tag</b>, <paragraph> neither.')),
  line('Ask ', node('mention', { kind: 'person', id: ben.id, label: 'Ben' }), ' about it.'),
  line(words(['evil', { link: { href: 'javascript:window.harmed=1' } }], ' and ', ['good', { link: { href: 'https://example.org/?a=1&b=2' } }], '<script>window.harmed=2</script><img src=x onerror="window.harmed=3">')),
  line(),
  node('bulletList', {}, item('One'), item('Two', node('bulletList', {}, item('Within')))),
  node('orderedList', { start: 3 }, item('Third')),
  node('taskList', {}, node('taskItem', { checked: true }, line('Done')), node('taskItem', { checked: false }, line('To do'))),
  node('blockquote', {}, line('Said once')),
  node('codeBlock', { language: 'js' }, 'if (1 < 2) {\n  go("<table>")\n}'),
  node('horizontalRule'),
  node('table', {}, node('tableRow', {}, cell('tableHeader', 'Name'), cell('tableHeader', 'When')), node('tableRow', {}, cell('tableCell', 'Ben'), cell('tableCell', 'Monday'))),
  line('One line', node('hardBreak'), 'and another'),
  node('image', { src: 'https://elsewhere.example/x.png', alt: 'x' })
]

/** A document of the studio with a text, as if somebody had written it. */
const written = async (stage, ana, title, blocks) => {
  const { id } = await made(stage, ana, title)
  const doc = new Y.Doc()
  doc.getXmlFragment('default').insert(0, blocks)
  const answer = await fetch(`${stage.server.http}/api/documents/${id}`, { method: 'PATCH', headers: { authorization: `Bearer ${ana.token}`, 'content-type': 'application/octet-stream' }, body: Y.encodeStateAsUpdate(doc) })
  assert.ok(answer.ok, await answer.text())
  return id
}

/** A window with the login of somebody and an empty cache, in which the app is held back until `go`. */
const held = async (stage, person, options = {}) => {
  const context = await stage.window(options)
  if (person) {
    const answer = await context.request.post('/api/v1/auth/login', { data: { email: person.email, password: person.password } })
    assert.ok(answer.ok())
  }
  const page = await stage.page(context)
  const asked = []
  page.on('request', (request) => { if (request.url().includes('/api/')) asked.push(`${request.method()} ${new URL(request.url()).pathname}`) })
  let go
  const gone = new Promise((resolve) => { go = resolve })
  await page.route(/\/_next\/static\/chunks\/(?!first-|page-)[^/]*\.js$/, async (route) => {
    await gone
    await route.continue()
  })
  stage.t.after(() => go())
  return { page, asked, go }
}

const settled = async (page) => {
  await page.waitForFunction(() => window.renexusFirst)
  await page.evaluate(() => window.renexusFirst.done)
}

const refreshes = (asked) => asked.filter((one) => one === 'POST /api/v1/auth/refresh').length

/** Where the title and the blocks of a text stand. */
const places = (page, title, blocks) => page.evaluate(([one, all]) => [document.querySelector(one), ...document.querySelectorAll(all)].map((element) => {
  const { x, y, width, height } = element.getBoundingClientRect()
  return { what: `${element.tagName} ${element.textContent.slice(0, 20)}`, x, y, width, height }
}), [title, blocks])

const near = (before, after) => {
  assert.equal(before.length, after.length)
  const moved = before.flatMap(({ what, ...place }, at) => Object.entries(place).filter(([side, value]) => Math.abs(value - after[at][side]) > NEAR).map(([side, value]) => `${what}: ${side} ${value} became ${after[at][side]}`))
  assert.deepEqual(moved, [])
}

// SPEC WEB-18
for (const [name, options] of [['desk-light', { viewport: DESKTOP, colorScheme: 'light' }], ['desk-dark', { viewport: DESKTOP, colorScheme: 'dark' }], ['phone-dark', { viewport: PHONE, colorScheme: 'dark', hasTouch: true, isMobile: true }]]) {
  test(`a text is read before the app is there, and stays where it is (${name})`, async (t) => {
    const stage = await open(t)
    const { ana, ben } = await studio(stage)
    const id = await written(stage, ana, 'A plan', everything(ben))
    const { page, asked, go } = await held(stage, ana, options)
    await page.goto(`/w/studio/docs/${id}`, { waitUntil: 'commit' })
    await settled(page)
    await page.getByRole('main').getByText(PARAGRAPH).waitFor()
    await page.getByRole('heading', { name: 'A plan', level: 1 }).waitFor()
    // Read, and nothing else: nothing leads anywhere, nothing is written, what is no tag is words.
    assert.equal(await page.getByRole('textbox').count(), 0)
    assert.equal(await page.locator(`${FIRST} :is([href], [src], [onerror], script, img, iframe, [contenteditable="true"], input:enabled)`).count(), 0)
    await page.getByText('words, 1 < 2 && 3 > 2, <b>no tag</b>, <paragraph> neither.').waitFor()
    await page.getByText('evil').click()
    await accessible(page, `the first text, ${name}`)
    await page.evaluate(() => document.fonts.ready)
    await picture(page, `first-${name}`)
    const title = `${FIRST} .title`
    const before = await places(page, title, `${FIRST} .tiptap > :not(figure)`)
    // From here on nobody ever sees the text twice, or not at all.
    await page.evaluate((start) => {
      window.seen = new Set()
      const look = () => {
        const shown = [...document.querySelectorAll('.tiptap > p')].filter((one) => one.textContent.startsWith(start) && one.checkVisibility({ visibilityProperty: true })).length
        window.seen.add(shown)
        requestAnimationFrame(look)
      }
      look()
    }, PARAGRAPH)
    go()
    await text(page).getByText(PARAGRAPH).waitFor()
    await saved(page)
    assert.equal(await page.locator(FIRST).count(), 0)
    assert.equal(await page.locator('[data-first]').count(), 0)
    assert.deepEqual(await page.evaluate(() => [...window.seen]), [1])
    near(before, await places(page, '[data-bears-title] textarea', '.tiptap > :not(:has(figure))'))
    assert.equal(await page.evaluate(() => window.harmed), undefined)
    assert.equal(refreshes(asked), 1, 'the login is continued once')
    await accessible(page, `the editor after the first text, ${name}`)
    // What was asked for the first text works on: the app is logged in.
    await page.reload()
    await saved(page)
    stage.clean()
  })
}

test('who may not read a document, or is not logged in, sees nothing of it at first (SPEC WEB-18)', async (t) => {
  const stage = await open(t)
  const { ana, eve } = await studio(stage)
  const id = await written(stage, ana, 'Secret', [line(PARAGRAPH)])
  const guest = await held(stage, eve)
  await guest.page.goto(`/w/studio/docs/${id}`, { waitUntil: 'commit' })
  await settled(guest.page)
  assert.equal(await guest.page.locator(FIRST).count(), 0)
  guest.go()
  await guest.page.getByText('This document does not open').waitFor()
  assert.equal(await guest.page.getByText(PARAGRAPH).count(), 0)
  assert.equal(refreshes(guest.asked), 1)
  const stranger = await held(stage, null)
  await stranger.page.goto(`/w/studio/docs/${id}`, { waitUntil: 'commit' })
  await settled(stranger.page)
  assert.equal(await stranger.page.locator(FIRST).count(), 0)
  stranger.go()
  await stranger.page.waitForURL(/\/login/)
  assert.equal(refreshes(stranger.asked), 1)
  assert.deepEqual(stranger.asked.filter((one) => one.includes(id)), [])
  stage.clean()
})

for (const locks of [true, false]) {
  test(`the login is asked for once when the app is there before the answer, ${locks ? 'with' : 'without'} locks (SPEC WEB-18)`, async (t) => {
    const stage = await open(t)
    const { ana } = await studio(stage)
    const id = await written(stage, ana, 'Slow', [line(PARAGRAPH)])
    const { page, asked, go } = await held(stage, ana)
    // A browser has locks at safe addresses alone.
    if (!locks) await page.addInitScript(() => Object.defineProperty(navigator, 'locks', { value: undefined }))
    let answer
    const answered = new Promise((resolve) => { answer = resolve })
    await page.route('**/api/v1/auth/refresh', async (route) => {
      await answered
      await route.continue()
    })
    go()
    await page.goto(`/w/studio/docs/${id}`, { waitUntil: 'commit' })
    // The app does not wait for ever.
    await page.waitForFunction(() => window.renexusFirst === 'taken')
    await page.locator('[data-awaits-text]').waitFor({ state: 'attached' })
    answer()
    await text(page).getByText(PARAGRAPH).waitFor()
    await saved(page)
    assert.equal(await page.locator(FIRST).count(), 0)
    assert.equal(refreshes(asked), 1)
    await page.reload()
    await saved(page)
    stage.clean()
  })
}

test('the first text waits behind the app, and goes with its page (SPEC WEB-18)', async (t) => {
  const stage = await open(t)
  const { ana } = await studio(stage)
  const id = await written(stage, ana, 'Waiting', [line(PARAGRAPH)])
  const { page, go } = await held(stage, ana)
  // The text never comes by the way that the editor takes.
  await page.routeWebSocket(/\/collab/, () => undefined)
  await page.route(/\/collab/, () => undefined)
  await page.goto(`/w/studio/docs/${id}`, { waitUntil: 'commit' })
  await settled(page)
  go()
  const inbox = page.getByRole('navigation').getByRole('link', { name: 'Inbox' })
  await inbox.waitFor()
  await page.locator(`${FIRST}[inert]`).waitFor()
  assert.ok(await page.locator(`${FIRST} p`).isVisible())
  await picture(page, 'first-behind')
  await inbox.click()
  await page.getByRole('heading', { name: 'Inbox' }).first().waitFor()
  assert.equal(await page.locator(FIRST).count(), 0)
  assert.equal(await page.getByText(PARAGRAPH).count(), 0)
  stage.clean()
})
