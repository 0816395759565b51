// What a document says is to be done becomes tasks.

import assert from 'node:assert/strict'
import test from 'node:test'

import { until } from '../clients/harness.mjs'
import { accessible, open, picture, scheme } from './harness.mjs'
import { studio } from './studio.mjs'
import { made, opened, saved, text } from './writing.mjs'

test('what a text says is to be done becomes a task with one click, and is named in the text (SPEC AI-23, WEB-3)', async (t) => {
  const stage = await open(t)
  const { ana } = await studio(stage)
  const { id } = await made(stage, ana, 'Minutes')
  const page = await opened(stage, ana, id)
  await text(page).click()
  await page.keyboard.type('We met on Monday.')
  await page.keyboard.press('Enter')
  await page.keyboard.type('TODO: call the printer')
  await page.keyboard.press('Enter')
  await page.keyboard.type('[ ] buy a cake')
  await saved(page)
  const look = async () => {
    await page.getByRole('button', { name: 'More about this document' }).click()
    await page.getByRole('menuitem', { name: 'Make tasks of action items…' }).click()
    return page.getByRole('dialog', { name: 'What is to be done' })
  }
  const dialog = await look()
  for (const chosen of ['light', 'dark']) {
    await scheme(page, chosen)
    await picture(page, `desk-actions-${chosen}`)
    await accessible(page, `what is to be done, ${chosen}`)
  }
  assert.equal(await dialog.getByRole('listitem').count(), 2)
  await dialog.getByRole('button', { name: 'Make a task: Call the printer' }).click()
  await dialog.getByText(/^REN-\d+$/).waitFor()
  const key = await dialog.getByText(/^REN-\d+$/).innerText()
  const task = await stage.call(ana.token, 'GET', `/workspaces/studio/tasks/${key}`)
  assert.equal(task.title, 'Call the printer')
  await dialog.getByRole('button', { name: 'Close' }).click()
  // The text names the task, and does not ask for it again.
  await text(page).getByRole('link', { name: new RegExp(`${key}.*Call the printer`) }).waitFor()
  const again = await look()
  assert.deepEqual(await again.getByRole('listitem').allInnerTexts().then((all) => all.map((one) => one.split('\n')[0])), ['Buy a cake'])
  await again.getByRole('button', { name: 'Make a task: Buy a cake' }).click()
  await until('it is made', async () => (await again.getByText(/^REN-\d+$/).count()) === 1)
  stage.clean()
})
