// What happened in a workspace, read back to its beginning.

import assert from 'node:assert/strict'
import test from 'node:test'

import { accessible, open } from './harness.mjs'

/** More than two of the page's requests, and more than one answer of the server may hold. */
const CHANGES = 260

test('the activity of a workspace is read back to its first event, and goes on meanwhile (SPEC WEB-6)', async (t) => {
  const stage = await open(t)
  const ana = await stage.person('Ana')
  await stage.call(ana.token, 'POST', '/workspaces', { name: 'Studio', slug: 'studio' })
  const project = '/workspaces/studio/projects'
  await stage.call(ana.token, 'POST', project, { key: 'REN', name: 'Renexus' })
  for (let number = 0; number < CHANGES; number += 1) {
    await stage.call(ana.token, 'PATCH', `${project}/REN`, { name: `Renexus ${number}` })
  }
  const page = await stage.page()
  await stage.login(page, ana)
  await page.goto('/w/studio/settings/activity')
  const lines = page.getByRole('main').locator('ol > li')
  await lines.filter({ hasText: `Renexus ${CHANGES - 1}` }).waitFor()
  const more = page.getByRole('button', { name: 'Load more' })
  for (let many = await lines.count(); await more.isVisible(); many = await lines.count()) {
    await more.click()
    await page.waitForFunction((before) => document.querySelectorAll('main ol > li').length > before + 1, many)
  }
  await lines.filter({ hasText: 'workspace created' }).waitFor()
  await stage.call(ana.token, 'PATCH', `${project}/REN`, { name: 'Said meanwhile' })
  await lines.first().filter({ hasText: 'Said meanwhile' }).waitFor()
  const { seq } = await stage.call(ana.token, 'GET', '/workspaces/studio')
  assert.equal(await lines.count(), seq, 'each event once')
  await accessible(page, 'activity')
  stage.clean()
})
