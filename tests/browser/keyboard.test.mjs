// Everything by keyboard, and news without a reload.

import assert from 'node:assert/strict'
import test from 'node:test'

import { until } from '../clients/harness.mjs'
import { accessible, open, picture } from './harness.mjs'
import { studio } from './studio.mjs'

test('a person without a mouse logs in, goes everywhere and finds what there is (SPEC WEB-3)', async (t) => {
  const stage = await open(t)
  const { ana } = await studio(stage)
  const page = await stage.page()
  const keys = page.keyboard
  await page.goto('/login')
  await page.getByLabel('Mail address').waitFor()
  await keys.type(ana.email)
  await keys.press('Tab')
  await keys.type(ana.password)
  await keys.press('Enter')
  await page.waitForURL('**/w/studio')
  await page.getByText('Write the guide').first().waitFor()
  await keys.press('Control+k')
  await page.getByRole('combobox').waitFor()
  await keys.type('colours')
  await page.getByRole('option', { name: /Colours of labels/ }).waitFor()
  await accessible(page, 'commands')
  await picture(page, 'desk-commands')
  await keys.press('Enter')
  await page.waitForURL('**/tasks/REN-3')
  await page.getByRole('dialog').waitFor({ state: 'hidden' })
  await page.getByRole('heading', { level: 1 }).or(page.getByRole('textbox', { name: 'Title' })).first().waitFor()
  await keys.press('g')
  await keys.press('i')
  await page.waitForURL('**/inbox')
  await keys.press('?')
  await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor()
  await accessible(page, 'keyboard help')
  await picture(page, 'desk-help')
  await keys.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'hidden' })
  await keys.press('Control+k')
  await page.getByRole('combobox').waitFor()
  await keys.type('dark')
  await keys.press('Enter')
  await page.waitForFunction(() => document.documentElement.getAttribute('data-scheme') === 'dark')
  // The choice stays, from the first moment of the next visit.
  await page.reload()
  assert.equal(await page.evaluate(() => document.documentElement.getAttribute('data-scheme')), 'dark')
  stage.clean()
})

/** Until the server has told somebody what it tells by itself: of a task that is due today. */
const reminded = (stage, { name, token }) =>
  until(`${name} is reminded`, async () => (await stage.call(token, 'GET', '/me/notifications')).items.some(({ kind }) => kind === 'due_soon'))

test('what happens shows at once: badge, inbox, names of projects (SPEC WEB-6)', async (t) => {
  const stage = await open(t)
  const { ana, ben } = await studio(stage)
  const page = await stage.page()
  await stage.login(page, ana)
  await page.goto('/w/studio/inbox')
  await page.getByRole('img', { name: /unread$/ }).first().waitFor()
  await stage.call(ben.token, 'POST', '/workspaces/studio/threads', { place_kind: 'task', place: 'REN-3', body: '@ana the third one' })
  await page.getByText('the third one').waitFor()
  await stage.call(ana.token, 'PATCH', '/workspaces/studio/projects/WEB', { name: 'Web pages' })
  await page.getByRole('navigation', { name: 'Menu' }).getByText('Web pages').waitFor()
  // What comes behind it is new.
  await reminded(stage, ana)
  await page.getByRole('button', { name: 'Mark all as read' }).click()
  await page.getByRole('img', { name: /unread$/ }).first().waitFor({ state: 'hidden' })
  stage.clean()
})

test('a lost server is said calmly, and everything is current when it is back (SPEC WEB-6)', async (t) => {
  const stage = await open(t)
  const { ana, ben } = await studio(stage)
  const page = await stage.page()
  let isAway = false
  await page.routeWebSocket(/\/collab/, (socket) => isAway ? socket.close() : socket.connectToServer())
  await page.route(/\/collab\/sse/, (route) => isAway ? route.abort() : route.fallback())
  await stage.login(page, ana)
  await page.getByText('Write the guide').first().waitFor()
  const port = Number(stage.server.origin.port)
  await reminded(stage, ana)
  const unread = Number(await page.getByRole('img', { name: /unread$/ }).first().innerText())
  isAway = true
  await stage.server.kill()
  await page.getByText('Connecting again').waitFor()
  await picture(page, 'desk-away')
  await stage.server.start({ port })
  await stage.call(ana.token, 'POST', '/workspaces/studio/projects', { key: 'NEW', name: 'Made meanwhile' })
  await stage.call(ben.token, 'POST', '/workspaces/studio/threads', { place_kind: 'task', place: 'REN-3', body: '@ana said meanwhile' })
  const get = (path) => stage.call(ana.token, 'GET', path)
  await until('Ana is told', async () => (await get('/me/notifications')).items.some(({ excerpt }) => excerpt.includes('said meanwhile')))
  const now = (await get('/me/notifications/unread')).unread
  assert.ok(now > unread, `${now} unread, and ${unread} before`)
  isAway = false
  await page.getByText('Connecting again').waitFor({ state: 'hidden', timeout: 40_000 })
  await page.getByRole('navigation', { name: 'Menu' }).getByText('Made meanwhile').waitFor()
  await page.getByRole('img', { name: `${now} unread` }).first().waitFor()
  stage.clean()
})

test('German is spoken to who chooses it, and kept (SPEC WEB-7)', async (t) => {
  const stage = await open(t)
  const { ana } = await studio(stage)
  const page = await stage.page()
  await stage.login(page, ana)
  await page.goto('/account/appearance')
  await page.getByRole('combobox', { name: 'Language' }).click()
  await page.getByRole('option', { name: 'Deutsch' }).click()
  await page.getByRole('heading', { name: 'Aussehen' }).waitFor()
  await page.goto('/w/studio')
  await page.getByRole('link', { name: 'Meine Arbeit' }).waitFor()
  await page.getByText('Überfällig').waitFor()
  await accessible(page, 'my work in German')
  await picture(page, 'desk-work-german')
  assert.equal(await page.evaluate(() => document.documentElement.lang), 'de')
  // Also what the server refuses.
  await page.goto('/w/studio/settings/webhooks')
  await page.getByRole('button', { name: 'Neuer Webhook' }).click()
  const dialog = page.getByRole('dialog', { name: 'Neuer Webhook' })
  await dialog.getByLabel('Adresse').fill('http://example.org/hook')
  await dialog.getByLabel('Ereignisse').fill('task.*')
  await dialog.getByRole('button', { name: 'Anlegen' }).click()
  await dialog.getByText('Die Adresse muss mit https beginnen').waitFor()
  stage.clean()
})
