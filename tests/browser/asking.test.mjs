// A question asked on the search page, answered with the places that it comes from.

import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import test from 'node:test'
import { fileURLToPath } from 'node:url'

import { until } from '../clients/harness.mjs'
import { accessible, open, picture, scheme } from './harness.mjs'
import { studio } from './studio.mjs'

test('what was typed is answered with sources that open the place (SPEC AI-17, AI-19, WEB-3)', async (t) => {
  const stage = await open(t)
  const { ana } = await studio(stage)
  const page = await stage.page()
  await stage.login(page, ana)
  await page.goto('/w/studio/search?q=colours')
  const button = page.getByRole('button', { name: 'Answer this as a question' })
  await button.waitFor()
  await accessible(page, 'a question')
  await button.click()
  const answer = page.getByRole('region', { name: 'Answer' })
  // There is no model: the passages are the answer.
  await answer.getByText('The passages that say most about it').waitFor()
  for (const chosen of ['light', 'dark']) {
    await scheme(page, chosen)
    await picture(page, `desk-search-answer-${chosen}`)
    await accessible(page, `an answer, ${chosen}`)
  }
  const source = answer.getByRole('list', { name: 'Sources' }).getByRole('link').first()
  assert.match(await source.innerText(), /Colours of labels/)
  await source.click()
  await page.waitForURL(/\/w\/studio\/tasks\//)
  stage.clean()
})

/** A model service; its address. */
async function service (t) {
  const script = fileURLToPath(new URL('../model-server/server.mjs', import.meta.url))
  const child = spawn(process.execPath, [script], { stdio: ['ignore', 'pipe', 'inherit'] })
  t.after(() => child.kill())
  const [line] = await once(createInterface(child.stdout), 'line')
  return `${line.replace('listening on ', '')}/v1`
}

test('a question from the command palette is answered as the answer comes (SPEC AI-17, AI-21, WEB-3)', async (t) => {
  const url = await service(t)
  const stage = await open(t, { RENEXUS__ASSISTANT__URL: url, RENEXUS__ASSISTANT__MODEL: 'slow', RENEXUS__ASSISTANT__ASKED_PRICE: '2.5', RENEXUS__ASSISTANT__CURRENCY: 'EUR' })
  const { ana } = await studio(stage)
  const page = await stage.page()
  await stage.login(page, ana)
  await page.goto('/w/studio')
  await page.getByText('Write the guide').first().waitFor()
  await page.keyboard.press('Control+k')
  await page.getByRole('combobox').fill('which colours do labels have')
  await page.getByRole('option', { name: 'Ask: which colours do labels have' }).click()
  const answer = page.getByRole('region', { name: 'Answer' })
  const status = answer.getByRole('status')
  await answer.getByText('Next steps').waitFor()
  assert.equal(await status.getAttribute('aria-busy'), 'true', 'it is still coming')
  assert.ok(!(await answer.innerText()).includes('That is'), 'the end is not there yet')
  await answer.getByText('That is').waitFor()
  await answer.locator('[role=status][aria-busy=false]').waitFor()
  // Loaded anew it is not asked again: that may cost something.
  await page.waitForURL((at) => !at.search.includes('ask='))
  await page.reload()
  await page.getByRole('button', { name: 'Answer this as a question' }).waitFor()

  await page.goto('/w/studio/settings/assistant')
  const usage = page.getByRole('region', { name: 'Usage' })
  await usage.getByText('1 calls, 40 tokens asked, 20 answered').first().waitFor()
  await usage.getByText('€0.0001').first().waitFor()
  const calls = page.getByRole('region', { name: 'Calls on record' })
  await calls.getByRole('listitem').filter({ hasText: 'Ana asked a question' }).waitFor()
  await page.getByRole('switch', { name: 'The assistant may work here' }).click()
  await until('it is off', async () => !(await stage.call(ana.token, 'GET', '/workspaces/studio/assistant')).on)
  for (const chosen of ['light', 'dark']) {
    await scheme(page, chosen)
    await picture(page, `desk-settings-assistant-${chosen}`)
    await accessible(page, `the assistant in a workspace, ${chosen}`)
  }
  stage.clean()
})
