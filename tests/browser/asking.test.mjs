// A question asked on the search page, answered with the places that it comes from.

import assert from 'node:assert/strict'
import test from 'node:test'

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
