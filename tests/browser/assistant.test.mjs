// The assistant in a document: asked in one window, watched in another, decided about by whoever may write.

import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import test from 'node:test'

import { until } from '../clients/harness.mjs'
import { accessible, open, picture, scheme } from './harness.mjs'
import { studio } from './studio.mjs'
import { lines, made, opened, saved, select, text } from './writing.mjs'

/** A model service of its own, which ends with the test; its address. */
async function service (t) {
  const child = spawn(process.execPath, [new URL('../model-server/server.mjs', import.meta.url).pathname], { stdio: ['ignore', 'pipe', 'inherit'] })
  t.after(() => child.kill())
  const [line] = await once(createInterface({ input: child.stdout }), 'line')
  return `${line.split(' ').at(-1)}/v1`
}

/** Ana and Ben in one document, and a model that behaves like this. */
async function two (t, model) {
  const url = await service(t)
  const stage = await open(t, { RENEXUS__ASSISTANT__URL: url, RENEXUS__ASSISTANT__MODEL: model })
  const { ana, ben } = await studio(stage)
  const { id } = await made(stage, ana, 'Minutes')
  const [one, other] = [await opened(stage, ana, id), await opened(stage, ben, id)]
  await text(one).click()
  await one.keyboard.type('We met on Monday.')
  await text(other).getByText('We met on Monday.').waitFor()
  await saved(one)
  return { stage, ana, ben, one, other, id }
}

const dialog = (page) => page.getByRole('dialog', { name: 'Assistant' })
const bar = (page) => page.getByRole('region', { name: 'Suggestions of the assistant' })
const button = (page, name) => bar(page).getByRole('button', { name, exact: true })

const choose = async (page, task) => {
  await dialog(page).getByRole('combobox').click()
  await page.getByRole('option', { name: task }).click()
}

const ask = async (page, task) => {
  await page.getByRole('button', { name: 'Assistant', exact: true }).first().click()
  await choose(page, task)
  await dialog(page).getByRole('button', { name: 'Ask', exact: true }).click()
  await dialog(page).waitFor({ state: 'detached' })
}

test('others watch the assistant write; one keeps it, or throws it away (SPEC WEB-15)', async (t) => {
  const { stage, one, other } = await two(t, 'slow')
  await ask(one, 'Summarise')
  await bar(other).getByText('Summarise: the assistant writes for Ana').waitFor()
  await text(other).locator('.suggested', { hasText: 'Next steps' }).waitFor()
  await other.locator('.collaboration-carets__label', { hasText: 'Assistant (Ana)' }).waitFor()
  await button(other, 'Keep').waitFor()
  await bar(other).getByText('Summarise: a suggestion for Ana').waitFor()
  for (const chosen of ['light', 'dark']) {
    await scheme(other, chosen)
    await picture(other, `desk-assistant-${chosen}`)
    await accessible(other, `suggestion, ${chosen}`)
  }
  await button(other, 'Discard').click()
  await bar(one).waitFor({ state: 'detached' })
  await until('it is gone', async () => (await lines(one)).join('|') === 'We met on Monday.')
  assert.deepEqual(await lines(other), ['We met on Monday.'])
  await ask(one, 'Continue writing')
  await button(other, 'Keep').click()
  await bar(one).waitFor({ state: 'detached' })
  await until('nothing is marked', async () => (await text(one).locator('.suggested').count()) === 0)
  assert.ok((await lines(one)).includes('Next steps'))
  stage.clean()
})

test('whoever may write stops the assistant, and what there is stays as a suggestion (SPEC WEB-15)', async (t) => {
  const { stage, one, other } = await two(t, 'long')
  await ask(one, 'Summarise')
  await text(other).getByText('Line 3 of many.').waitFor()
  await button(other, 'Stop').click()
  await button(one, 'Discard').click()
  await until('it is gone', async () => (await lines(other)).join('|') === 'We met on Monday.')
  stage.clean()
})

test('selected words are written anew, and what they replace is marked (SPEC WEB-15)', async (t) => {
  const { stage, one } = await two(t, 'plain')
  await select(one, 'met')
  await one.getByRole('toolbar', { name: 'Selected text' }).getByRole('button', { name: 'Assistant' }).click()
  await choose(one, 'Translate')
  await dialog(one).getByLabel('Language, like German').fill('German')
  await accessible(one, 'asking the assistant')
  await one.keyboard.press('Enter')
  await text(one).locator('.replaced', { hasText: 'We met on Monday.' }).waitFor()
  await button(one, 'Keep').click()
  await until('the old words went', async () => !(await lines(one)).includes('We met on Monday.') && (await lines(one)).includes('Next steps'))
  stage.clean()
})

test('what is not selected is worked on as a whole, also with the cursor in a line of it (SPEC WEB-15)', async (t) => {
  const { stage, one } = await two(t, 'echo')
  await one.keyboard.press('Enter')
  await one.keyboard.type('The second line.')
  await saved(one)
  await ask(one, 'Summarise')
  await button(one, 'Keep').waitFor()
  const written = (await text(one).locator('.suggested').allTextContents()).join(' ')
  assert.match(written, /We met on Monday\./)
  assert.match(written, /The second line\./)
  stage.clean()
})

test('a list of what has to be done becomes tasks (SPEC WEB-15)', async (t) => {
  const { stage, ana, one } = await two(t, 'plain')
  await ask(one, 'List what has to be done')
  await button(one, 'Make tasks').click()
  await one.getByRole('menuitem', { name: 'Make tasks in Web site' }).click()
  await bar(one).waitFor({ state: 'detached' })
  const found = await stage.call(ana.token, 'GET', '/workspaces/studio/tasks?filter=project:WEB')
  assert.deepEqual(found.items.map(({ title }) => title).sort(), ['ask Ana', 'write the plan'])
  stage.clean()
})

test('where it is switched off that is said, and where there is none nothing shows (SPEC WEB-15)', async (t) => {
  const { stage, ana, other } = await two(t, 'plain')
  await stage.call(ana.token, 'PATCH', '/workspaces/studio/assistant', { on: false })
  await other.reload()
  await text(other).waitFor()
  await other.getByRole('button', { name: 'Assistant', exact: true }).click()
  await dialog(other).getByText('switched off in this workspace').waitFor()
  assert.equal(await dialog(other).getByRole('button', { name: 'Ask' }).count(), 0)
  const bare = await open(t)
  const { ana: someone } = await studio(bare)
  const { id } = await made(bare, someone, 'Bare')
  const page = await opened(bare, someone, id)
  assert.equal(await page.getByRole('button', { name: 'Assistant' }).count(), 0)
  stage.clean()
})

test('the assistant is asked without a mouse, and says why it failed (SPEC WEB-15)', async (t) => {
  const { stage, one } = await two(t, 'refused')
  await one.keyboard.press('Enter')
  await one.keyboard.type('/assi')
  await one.getByRole('option', { name: 'Assistant' }).waitFor()
  await one.keyboard.press('Enter')
  await dialog(one).getByRole('button', { name: 'Ask', exact: true }).focus()
  await one.keyboard.press('Enter')
  await bar(one).getByText('Summarise: it did not work.').waitFor()
  await button(one, 'Dismiss').click()
  await bar(one).waitFor({ state: 'detached' })
  stage.clean()
})
