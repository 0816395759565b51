// Boards and lists: cards carried by mouse and by keys, and what others see of it.

import assert from 'node:assert/strict'
import test from 'node:test'

import { until } from '../clients/harness.mjs'
import { accessible, open, PHONE, picture, scheme } from './harness.mjs'
import { studio } from './studio.mjs'

const BOARD = '/w/studio/projects/REN'
const column = (page, name) => page.locator(`[data-column="${name}"]`)
const card = (page, title) => page.locator('[data-card]', { hasText: title })

/** Ana before the board, with the focus on a card, and the column that it lies in. */
async function beforeBoard (t) {
  const stage = await open(t)
  const { ana } = await studio(stage)
  const page = await stage.page()
  await stage.login(page, ana)
  await page.goto(BOARD)
  const mine = card(page, 'Rename projects')
  await mine.waitFor()
  await mine.focus()
  return { stage, ana, page, mine, from: await mine.evaluate((card) => card.closest('[data-column]').dataset.column) }
}

const elsewhere = (page, from) => page.locator(`[data-column]:not([data-column="${from}"]) [data-card]`, { hasText: 'Rename projects' })

/** Carries a card with the mouse onto another place. */
async function carry (page, from, to) {
  await from.scrollIntoViewIfNeeded()
  const [start, end] = [await from.boundingBox(), await to.boundingBox()]
  await page.mouse.move(start.x + 40, start.y + 20)
  await page.mouse.down()
  await page.mouse.move(start.x + 60, start.y + 30, { steps: 3 })
  await page.mouse.move(end.x + end.width / 2, end.y + 90, { steps: 8 })
  await page.waitForTimeout(80)
  await page.mouse.up()
}

test('one person carries a card, the other sees it within a second (SPEC TASK-9, WEB-6)', async (t) => {
  const stage = await open(t)
  const { ana, ben } = await studio(stage)
  const [one, other] = [await stage.page(), await stage.page()]
  for (const [page, who] of [[one, ana], [other, ben]]) {
    await stage.login(page, who)
    await page.goto(BOARD)
    await card(page, 'Rename projects').waitFor()
  }
  // The other window hears the workspace once a name that was changed there shows.
  await stage.call(ana.token, 'PATCH', '/workspaces/studio/projects/WEB', { name: 'Web pages' })
  await other.getByText('Web pages').first().waitFor()
  await carry(one, card(one, 'Rename projects'), column(one, 'In progress'))
  const dropped = Date.now()
  await column(other, 'In progress').locator('[data-card]', { hasText: 'Rename projects' }).waitFor()
  assert.ok(Date.now() - dropped < 1_000, 'a second is enough')
  await column(one, 'In progress').locator('[data-card]', { hasText: 'Rename projects' }).waitFor()
  // The way back.
  await one.getByRole('button', { name: 'Undo' }).click()
  await column(other, 'In progress').locator('[data-card]', { hasText: 'Rename projects' }).waitFor({ state: 'detached' })
  stage.clean()
})

test('cards are carried, written and changed by keys alone (SPEC WEB-3)', async (t) => {
  const { stage, page, mine, from } = await beforeBoard(t)
  await page.keyboard.press('Space')
  await page.getByText(/taken from/).waitFor()
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('Space')
  await elsewhere(page, from).waitFor()
  // Properties of the card, which has kept the focus: what keys open keeps it too.
  await page.keyboard.press('p')
  await page.locator('[role="combobox"]:focus').waitFor()
  await page.keyboard.type('urgent')
  await page.getByRole('option', { name: 'Urgent' }).waitFor()
  await page.keyboard.press('Enter')
  await mine.getByRole('img', { name: 'Urgent' }).waitFor()
  // A new one at the end of a column.
  await page.getByRole('button', { name: `Add task in ${from}` }).last().click()
  await page.keyboard.type('Written where it belongs')
  await page.keyboard.press('Enter')
  await column(page, from).locator('[data-card]', { hasText: 'Written where it belongs' }).waitFor()
  await page.keyboard.press('Escape')
  // A new one with everything.
  await page.keyboard.press('c')
  await page.getByRole('dialog', { name: 'New task' }).waitFor()
  await page.keyboard.type('Written from anywhere')
  await accessible(page, 'new task')
  await picture(page, 'desk-new-task')
  await page.keyboard.press('Control+Enter')
  await card(page, 'Written from anywhere').waitFor()
  stage.clean()
})

test('keys that follow each other at once all count (SPEC WEB-3)', async (t) => {
  const { stage, page, from } = await beforeBoard(t)
  // As where the page is busy: what is drawn is drawn in between, and no timer runs.
  await page.evaluate(async () => {
    for (const code of ['Space', 'ArrowRight', 'Space']) {
      document.activeElement.dispatchEvent(new KeyboardEvent('keydown', { code, key: code === 'Space' ? ' ' : code, bubbles: true, cancelable: true }))
      for (let turn = 0; turn < 20; turn++) await null
    }
  })
  await elsewhere(page, from).waitFor()
  stage.clean()
})

test('what was done is taken back at once, also before the server has answered (SPEC WEB-19)', async (t) => {
  const { stage, ana, page, mine, from } = await beforeBoard(t)
  const read = async () => (await stage.call(ana.token, 'GET', '/workspaces/studio/tasks?filter=rename')).items[0]
  const before = await read()
  for (const [path, act] of [
    ['move', async () => { for (const key of ['Space', 'ArrowRight', 'Space']) await page.keyboard.press(key) }],
    ['bulk', async () => {
      await page.keyboard.press('e')
      await page.getByRole('combobox', { name: /Estimate/ }).fill('8')
      await page.keyboard.press('Enter')
    }]
  ]) {
    let release = () => undefined
    const held = new Promise((resolve) => { release = resolve })
    let asked = 0
    await page.route(`**/tasks/**/${path}`, async (route) => {
      const response = await route.fetch()
      asked += 1
      await held
      await route.fulfill({ response })
    })
    await mine.focus()
    await act()
    await until('the server has done it', async () => (await read()).version > before.version && asked === 1)
    const done = await read()
    assert.notDeepEqual([done.status, done.estimate], [before.status, before.estimate])
    // Nothing is said before the answer.
    assert.equal(await page.getByRole('button', { name: 'Undo' }).count(), 0)
    await page.keyboard.press('z')
    release()
    await until('it is as before', async () => { const { status, estimate } = await read(); return status === before.status && estimate === before.estimate })
    await page.locator(`[data-column="${from}"] [data-card]`, { hasText: 'Rename projects' }).waitFor()
    await page.unroute(`**/tasks/**/${path}`)
  }
  stage.clean()
})

test('lists are narrowed down, changed together, and taken back (SPEC TASK-7, TASK-13)', async (t) => {
  const stage = await open(t)
  const { ana } = await studio(stage)
  const page = await stage.page()
  await stage.login(page, ana)
  await page.goto(`${BOARD}?as=list`)
  await page.getByText('Slow query in reports').waitFor()
  await page.getByRole('combobox', { name: 'Filter' }).fill('priority:urgent')
  await page.keyboard.press('Enter')
  await page.getByText('Rename projects').waitFor({ state: 'detached' })
  const lines = page.locator('[data-line]')
  assert.equal(await lines.count(), 2)
  for (const at of [0, 1]) {
    await lines.nth(at).focus()
    await page.keyboard.press('x')
  }
  await page.getByRole('toolbar', { name: '2 selected' }).waitFor()
  await accessible(page, 'chosen tasks')
  await page.keyboard.press('e')
  await page.getByRole('combobox', { name: /Estimate/ }).fill('8')
  await page.keyboard.press('Enter')
  const points = async () => (await stage.call(ana.token, 'GET', '/workspaces/studio/tasks?filter=priority:urgent')).items.map(({ estimate }) => estimate)
  await page.getByText('2 tasks: Estimate: 8 points').waitFor()
  assert.deepEqual(await points(), [8, 8])
  await page.getByRole('button', { name: 'Undo' }).click()
  const end = Date.now() + 5_000
  while ((await points()).some((count) => count !== null) && Date.now() < end) await page.waitForTimeout(50)
  assert.deepEqual(await points(), [null, null])
  stage.clean()
})

test('every page of a project suits everybody, in light and dark, large and small (SPEC WEB-4)', async (t) => {
  const stage = await open(t)
  const { ana, tasks } = await studio(stage)
  const page = await stage.page()
  await stage.login(page, ana)
  const pages = { board: BOARD, list: `${BOARD}?as=list`, table: `${BOARD}?as=table`, peek: `${BOARD}?task=${tasks[0].key}`, task: `/w/studio/tasks/${tasks[0].key}`, cycles: `${BOARD}/cycles`, milestones: `${BOARD}/milestones`, settings: `${BOARD}/settings` }
  for (const [name, path] of Object.entries(pages)) {
    await page.setViewportSize({ width: 1440, height: 900 })
    await page.goto(path)
    await page.waitForLoadState('networkidle')
    for (const look of ['light', 'dark']) {
      await scheme(page, look)
      await accessible(page, `${name}, ${look}`)
      await picture(page, `boards-${name}-${look}`)
    }
    await scheme(page, 'light')
    await page.setViewportSize(PHONE)
    await page.waitForTimeout(150)
    await accessible(page, `${name} on a phone`)
    await picture(page, `boards-${name}-phone`)
  }
  stage.clean()
})
