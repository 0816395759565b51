// Who gets into a document: people by name, roles, and visitors with a link.

import assert from 'node:assert/strict'
import test from 'node:test'

import { until } from '../clients/harness.mjs'
import { accessible, open, PHONE, picture, scheme } from './harness.mjs'
import { studio } from './studio.mjs'
import { lines, made, mark, opened, saved, text } from './writing.mjs'

/** The dialog in which a document is shared. */
async function sharing (page) {
  await page.getByRole('button', { name: 'Share' }).click()
  const dialog = page.getByRole('dialog', { name: /^Share/ })
  await dialog.getByRole('button', { name: 'Make a link' }).waitFor()
  return dialog
}

test('people are let into a document, may do more or less, and are put out again (SPEC WEB-11)', async (t) => {
  const stage = await open(t)
  const { ana, ben, eve } = await studio(stage)
  const { id } = await made(stage, ana, 'Salaries')
  const page = await opened(stage, ana, id)
  const dialog = await sharing(page)
  await dialog.getByRole('combobox', { name: 'In the workspace' }).click()
  await page.getByRole('option', { name: 'Only admins and those named' }).click()
  await until('it is closed', async () => (await stage.call(ana.token, 'GET', `/workspaces/studio/pages/${id}`)).closed)
  await dialog.getByRole('button', { name: 'Let somebody in' }).click()
  await page.getByRole('option', { name: /Ben/ }).click()
  const level = dialog.getByRole('combobox', { name: 'What Ben may do' })
  await level.waitFor()
  const his = await opened(stage, ben, id)
  await level.click()
  await page.getByRole('option', { name: 'Read', exact: true }).click()
  await mark(his).filter({ hasText: 'Read only' }).waitFor()
  // Roles are let in as one.
  await dialog.getByRole('button', { name: 'Let somebody in' }).click()
  await page.getByRole('option', { name: /Everybody, guests too/ }).click()
  await dialog.getByRole('combobox', { name: 'What Everybody, guests too may do' }).waitFor()
  const hers = await stage.page()
  await stage.login(hers, eve)
  await hers.goto(`/w/studio/docs/${id}`)
  await mark(hers).filter({ hasText: 'Read only' }).waitFor()
  // Whoever does not manage the document finds no such button.
  assert.equal(await hers.getByRole('button', { name: 'Share' }).count(), 0)
  for (const chosen of ['light', 'dark']) {
    await scheme(page, chosen)
    await picture(page, `desk-share-${chosen}`)
    await accessible(page, `sharing, ${chosen}`)
  }
  await dialog.getByRole('button', { name: 'Remove Ben' }).click()
  // A role lets in those above it as well.
  assert.equal(await mark(his).textContent(), 'Read only')
  await dialog.getByRole('button', { name: 'Remove Everybody, guests too' }).click()
  await his.getByText('This document does not open').waitFor()
  stage.clean()
})

test('whoever has a link writes as a visitor until it is taken away (SPEC WEB-11)', async (t) => {
  const stage = await open(t)
  const { ana } = await studio(stage)
  const { id } = await made(stage, ana, 'Open letter')
  const page = await opened(stage, ana, id)
  await text(page).click()
  await page.keyboard.type('Dear all.')
  await saved(page)
  const dialog = await sharing(page)
  const link = async (level) => {
    await dialog.getByRole('combobox', { name: 'What the link allows' }).click()
    await page.getByRole('option', { name: level, exact: true }).click()
    await dialog.getByRole('combobox', { name: 'How long the link works' }).click()
    await page.getByRole('option', { name: 'For a week' }).click()
    const before = await dialog.getByRole('button', { name: 'Take the link away' }).count()
    await dialog.getByRole('button', { name: 'Make a link' }).click()
    await until('the link is listed', async () => (await dialog.getByRole('button', { name: 'Take the link away' }).count()) === before + 1)
    return new URL(await dialog.getByRole('textbox', { name: 'Address of the link' }).inputValue())
  }
  const writes = await link('Write')
  await picture(page, 'desk-share-link')
  await accessible(page, 'a new link')
  const visitor = await stage.page()
  await visitor.goto(writes.pathname + writes.hash)
  await text(visitor).getByText('Dear all.').waitFor()
  await text(visitor).click()
  await visitor.keyboard.press('Control+End')
  await visitor.keyboard.type(' Signed, a visitor.')
  await saved(visitor)
  await dialog.getByRole('button', { name: 'Close' }).click()
  await text(page).getByText('Signed, a visitor.').waitFor()
  assert.deepEqual(await lines(page), ['Dear all. Signed, a visitor.'])
  for (const chosen of ['light', 'dark']) {
    await scheme(visitor, chosen)
    await picture(visitor, `desk-shared-${chosen}`)
    await accessible(visitor, `a shared document, ${chosen}`)
  }
  await sharing(page)
  await dialog.getByRole('button', { name: 'Take the link away' }).click()
  await visitor.getByText('This document does not open').waitFor()
  await visitor.reload()
  await visitor.getByText('This link does not work').waitFor()
  await accessible(visitor, 'a link that does not work')
  const reads = await link('Read')
  await visitor.goto('about:blank')
  await visitor.goto(reads.pathname + reads.hash)
  await mark(visitor).filter({ hasText: 'Read only' }).waitFor()
  assert.equal(await text(visitor).getAttribute('contenteditable'), 'false')
  stage.clean()
})

test('a board is looked at by its link, changes as the team works, and closes with the link (SPEC WS-11, WS-12, WEB-11)', async (t) => {
  const stage = await open(t)
  const { ana } = await studio(stage)
  const project = await stage.call(ana.token, 'POST', '/workspaces/studio/projects', { key: 'PUB', name: 'Road map' })
  const make = (title, description = '') => stage.call(ana.token, 'POST', '/workspaces/studio/tasks', { project: 'PUB', title, description, assignees: [ana.id] })
  const first = await make('Dark mode', 'Colours that rest the eyes.')
  const shared = `/workspaces/studio/access/project/${project.id}`
  const link = await stage.call(ana.token, 'POST', `${shared}/links`, { level: 'write' })
  const visitor = await stage.page()
  await visitor.goto(`/shared#${link.secret}`)
  await visitor.getByRole('heading', { name: 'Road map' }).waitFor()
  const column = (name) => visitor.getByRole('region', { name: new RegExp(`^${name}`) })
  await column('Backlog').or(column('To do')).getByRole('button', { name: /Dark mode/ }).waitFor()
  // What the team does is seen here, too.
  await make('Offline maps')
  await visitor.getByRole('button', { name: /Offline maps/ }).waitFor()
  const board = await stage.call(ana.token, 'GET', '/workspaces/studio/projects/PUB/board')
  const done = board.columns.find(({ status }) => status.name === 'Done').status.id
  await stage.call(ana.token, 'PATCH', `/workspaces/studio/tasks/${first.key}`, { status: done })
  await column('Done').getByRole('button', { name: /Dark mode/ }).waitFor()
  for (const chosen of ['light', 'dark']) {
    await scheme(visitor, chosen)
    await picture(visitor, `desk-shared-board-${chosen}`)
    await accessible(visitor, `a shared board, ${chosen}`)
  }
  // The description opens as far as the link says.
  await visitor.getByRole('button', { name: /Dark mode/ }).click()
  await text(visitor).getByText('Colours that rest the eyes.').waitFor()
  await text(visitor).click()
  await visitor.keyboard.press('Control+End')
  await visitor.keyboard.type(' And save power.')
  await saved(visitor)
  await picture(visitor, 'desk-shared-task')
  await accessible(visitor, 'a task of a shared board')
  await visitor.getByRole('button', { name: 'Close' }).click()
  await visitor.getByRole('complementary').waitFor({ state: 'detached' })
  await visitor.setViewportSize(PHONE)
  await picture(visitor, 'phone-shared-board')
  await stage.call(ana.token, 'DELETE', `${shared}/${link.entry.id}`)
  await visitor.getByText('This link does not work').waitFor()
  stage.clean()
})
