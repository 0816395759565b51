// Forecasts, pictures of how work flows, and suggestions, on a workspace with a past.

import assert from 'node:assert/strict'
import test from 'node:test'

import { until } from '../clients/harness.mjs'
import { demo } from './demo.mjs'
import { accessible, open, PHONE, picture, scheme } from './harness.mjs'

/** Every picture of the page is drawn. */
async function drawn (page) {
  for (const title of ['Burn-up', 'Cumulative flow', 'Done each week', 'How long tasks took']) {
    const figure = page.getByRole('region', { name: title })
    await figure.locator('.MuiChartsSurface-root').waitFor()
    await figure.locator('figcaption', { hasText: /\d/ }).waitFor()
  }
  await page.getByRole('region', { name: 'Age of work under way' }).getByRole('listitem').first().waitFor()
}

test('a forecast says by when tasks are done, and stands beside what became of others (SPEC WEB-12)', async (t) => {
  const stage = await open(t)
  const { maya, projects: [project] } = await demo(stage)
  const page = await stage.page()
  await stage.login(page, maya)
  await page.goto(`/w/studio/projects/${project.key}/insight`)
  await drawn(page)
  const forecast = page.getByRole('region', { name: 'Forecast', exact: true })
  await forecast.getByRole('textbox', { name: 'Tasks' }).fill('0')
  await forecast.getByText('A whole number from 1 to 1000').waitFor()
  await forecast.getByRole('textbox', { name: 'Tasks' }).fill('12')
  await forecast.getByRole('button', { name: 'Forecast' }).click()
  const answer = forecast.getByRole('status')
  await answer.getByText(/^by /).first().waitFor()
  const [asked] = (await stage.call(maya.token, 'GET', `/workspaces/studio/insight/forecasts?project=${project.key}`)).items
  assert.deepEqual(await answer.locator('dt').allTextContents(), ['50 %', '85 %', '95 %'])
  // What the demo did lately depends on the day on which it is made: the surest level may be out of sight.
  for (const level of [50, 85, 95]) {
    const { at } = asked.levels.find((one) => one.level === level)
    const day = at && new Date(at)
    const said = day ? new RegExp(`^by .*\\b${day.getDate()}\\b.*\\b${day.getFullYear()}$`) : 'not within ten years'
    await answer.locator('div').filter({ has: page.getByText(`${level} %`, { exact: true }) }).getByText(said).waitFor()
  }
  const record = page.getByRole('region', { name: 'Track record' })
  await record.getByText('When are 12 tasks done?').waitFor()
  await record.getByRole('button', { name: 'Play the history' }).click()
  await record.getByRole('table', { name: /played history/ }).getByRole('rowheader', { name: '85 %' }).waitFor()
  // What is done meanwhile shows at once.
  const board = await stage.call(maya.token, 'GET', `/workspaces/studio/projects/${project.key}/statuses`)
  const [task] = (await stage.call(maya.token, 'GET', `/workspaces/studio/tasks?filter=${encodeURIComponent(`project:${project.key} is:open`)}&limit=1`)).items
  const flow = page.getByRole('region', { name: 'Cumulative flow' }).locator('figcaption')
  const before = await flow.textContent()
  await stage.call(maya.token, 'POST', `/workspaces/studio/tasks/${task.key}/move`, { status: board.items.find(({ category }) => category === 'done').id })
  await until('one more is done', async () => (await flow.textContent()) !== before)
  for (const chosen of ['light', 'dark']) {
    await scheme(page, chosen)
    await picture(page, `desk-insight-${chosen}`)
    await accessible(page, `insight, ${chosen}`)
    await page.getByRole('region', { name: 'How long tasks took' }).scrollIntoViewIfNeeded()
    await picture(page, `desk-insight-more-${chosen}`)
    await record.scrollIntoViewIfNeeded()
    await picture(page, `desk-insight-record-${chosen}`)
    await page.getByRole('heading', { name: 'Insight' }).scrollIntoViewIfNeeded()
  }
  stage.clean()
})

test('the insight of a workspace is about all of its projects, also in a hand and in German (SPEC WEB-12)', async (t) => {
  const stage = await open(t)
  const { maya } = await demo(stage)
  const page = await stage.page(await stage.window({ viewport: PHONE, hasTouch: true, isMobile: true, locale: 'de-DE' }))
  await page.goto('/login')
  await page.getByLabel('Mailadresse').fill(maya.email)
  await page.getByLabel('Passwort').fill(maya.password)
  await page.getByRole('button', { name: 'Anmelden' }).click()
  await page.waitForURL(/\/w\//)
  await page.goto('/w/studio/insight')
  await page.getByRole('region', { name: 'Kumulativer Fluss' }).locator('figcaption', { hasText: /\d/ }).waitFor()
  for (const chosen of ['light', 'dark']) {
    await scheme(page, chosen)
    await picture(page, `hand-insight-${chosen}`)
    await accessible(page, `insight, ${chosen}, hand`)
  }
  stage.clean()
})

test('suggestions are taken over, dismissed, and taken back (SPEC WEB-12)', async (t) => {
  const stage = await open(t)
  const { maya, projects: [project] } = await demo(stage)
  const page = await stage.page()
  await stage.login(page, maya)
  const read = (key) => stage.call(maya.token, 'GET', `/workspaces/studio/tasks/${key}`)
  // A new task that says what another says, and lacks everything else.
  const [known] = (await stage.call(maya.token, 'GET', `/workspaces/studio/tasks?filter=${encodeURIComponent(`project:${project.key} is:done`)}&limit=1`)).items
  const { key } = await stage.call(maya.token, 'POST', '/workspaces/studio/tasks', { project: project.key, title: known.title })
  await page.goto(`/w/studio/projects/${project.key}/triage`)
  const tasks = page.getByRole('list', { name: 'Tasks with suggestions' })
  const line = tasks.getByRole('listitem').filter({ hasText: key })
  await line.getByRole('group', { name: 'Says the same' }).waitFor()
  const who = line.getByRole('group', { name: 'Who' })
  await who.getByRole('button', { name: /%$/ }).first().click()
  await until('somebody does it', async () => (await read(key)).assignees.length === 1)
  await who.waitFor({ state: 'detached' })
  // One key takes it back.
  await page.keyboard.press('z')
  await until('nobody does it', async () => (await read(key)).assignees.length === 0)
  await who.waitFor()
  for (const chosen of ['light', 'dark']) {
    await scheme(page, chosen)
    await picture(page, `desk-triage-${chosen}`)
    await accessible(page, `triage, ${chosen}`)
  }
  await line.getByRole('group', { name: 'Says the same' }).getByRole('button', { name: /%$/ }).first().click()
  await until('they are linked', async () => (await stage.call(maya.token, 'GET', `/workspaces/studio/tasks/${key}/links`)).items.length === 1)
  await page.getByText(`${key} duplicates`).waitFor()
  await who.getByRole('button', { name: 'Dismiss: Who' }).click()
  await who.waitFor({ state: 'detached' })
  await page.reload()
  await tasks.getByRole('listitem').first().waitFor()
  assert.equal(await who.count(), 0)
  // While a task is written, what is known already is said.
  await page.keyboard.press('c')
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('textbox', { name: 'Title' }).fill(known.title)
  const hints = dialog.getByRole('group', { name: 'Suggestions' })
  await hints.getByText('There is already:').waitFor()
  // A day that is chosen is held against how long others took.
  await dialog.getByRole('button', { name: 'Due date' }).click()
  await page.getByRole('option').filter({ hasText: 'Tomorrow' }).click()
  await hints.getByText(/^\d+ of \d+ (tasks like this|finished tasks) took longer than a day$/).waitFor()
  await picture(page, 'desk-new-task-hints')
  await accessible(page, 'suggestions in the dialog')
  await hints.getByRole('group', { name: 'Who' }).getByRole('button', { name: /%$/ }).first().click()
  await hints.getByRole('group', { name: 'Who' }).waitFor({ state: 'detached' })
  // What people did with suggestions stands on the page of insight.
  for (const place of [1, 2, null]) {
    await stage.call(maya.token, 'POST', '/workspaces/studio/suggestions/answers', { project: project.key, kind: 'label', place, confidence: 60 })
  }
  await page.goto(`/w/studio/projects/${project.key}/insight`)
  const scores = page.getByRole('region', { name: 'Suggestions' })
  const row = scores.getByRole('row').filter({ has: page.getByRole('rowheader', { name: 'Label' }) })
  await row.waitFor()
  assert.deepEqual(await row.getByRole('cell').allTextContents(), ['3', '67 %', '33 %', '67 %'])
  await scores.scrollIntoViewIfNeeded()
  await picture(page, 'desk-insight-scores')
  await accessible(page, 'scores of suggestions')
  stage.clean()
})

test('suggestions come in the order of the tasks, so that nothing moves under a pointer (SPEC WEB-12)', async (t) => {
  const stage = await open(t)
  const { maya, projects: [project] } = await demo(stage)
  const page = await stage.page()
  await stage.login(page, maya)
  const [known] = (await stage.call(maya.token, 'GET', `/workspaces/studio/tasks?filter=${encodeURIComponent(`project:${project.key} is:done`)}&limit=1`)).items
  const { id, key } = await stage.call(maya.token, 'POST', '/workspaces/studio/tasks', { project: project.key, title: known.title })
  // The newest task stands first, and is answered last.
  const answered = new Set()
  page.on('response', (response) => { if (/\/tasks\/[^/]+\/suggestions$/.test(response.url())) answered.add(response.url()) })
  let release = () => undefined
  const held = new Promise((resolve) => { release = resolve })
  await page.route(`**/tasks/${id}/suggestions`, async (route) => {
    await held
    await route.continue()
  })
  await page.goto(`/w/studio/projects/${project.key}/triage`)
  await until('all others are answered', async () => answered.size >= 14)
  await page.getByRole('status', { name: 'Loading' }).waitFor()
  const lines = page.getByRole('list', { name: 'Tasks with suggestions' }).getByRole('listitem')
  assert.equal(await lines.count(), 0)
  assert.equal(await page.getByText('Nothing to sort').count(), 0)
  release()
  await lines.nth(1).waitFor()
  assert.match(await lines.first().textContent(), new RegExp(key))
  stage.clean()
})
