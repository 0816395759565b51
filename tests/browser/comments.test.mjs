// Comments in the margin of a document: begun on selected words, answered, resolved, live, and by people who may not write.

import assert from 'node:assert/strict'
import test from 'node:test'

import { until } from '../clients/harness.mjs'
import { accessible, open, PHONE, picture, scheme } from './harness.mjs'
import { studio } from './studio.mjs'
import { lines, made, mark, opened, saved, select, text } from './writing.mjs'

const margin = (page) => page.getByRole('complementary', { name: 'Comments' })
const marked = (page) => text(page).locator('.remark')

/** What begins a comment on what is selected. */
const sign = (page) => page.getByRole('toolbar', { name: 'Selected text' }).getByRole('button', { name: 'Comment' })

/** Writes a comment on what is selected. */
async function comment (page, words) {
  await sign(page).click()
  await margin(page).getByRole('textbox').fill(words)
  await margin(page).getByRole('button', { name: 'Comment', exact: true }).click()
  // Sent, the box is gone and the text has the focus again.
  await margin(page).getByRole('textbox').waitFor({ state: 'hidden' })
  await margin(page).getByText(words).waitFor()
}

test('comments stand beside the words they are about, are answered and resolved, live (SPEC WEB-10)', async (t) => {
  const stage = await open(t)
  const { ana, ben } = await studio(stage)
  const { id } = await made(stage, ana, 'Plan')
  const [one, other] = [await opened(stage, ana, id), await opened(stage, ben, id)]
  await text(one).click()
  await one.keyboard.type('# Where we go')
  await one.keyboard.press('Enter')
  await one.keyboard.type('We open a second office in spring.')
  await saved(one)
  await text(other).getByText('second office').waitFor()
  // The first words of a document are words as any.
  await select(one, 'Where')
  await comment(one, 'Or whither?')
  await select(one, 'second office')
  await comment(one, '@ben can we afford it?')
  await until('both are marked for her', async () => (await marked(one).allTextContents()).join() === 'Where,second office')
  // He sees both, at once and beside their words.
  await until('both are marked for him', async () => (await marked(other).allTextContents()).join() === 'Where,second office')
  const card = margin(other).getByRole('button', { name: /can we afford it/ })
  await until('the card stands beside its words', async () => {
    const [words, beside] = [await marked(other).nth(1).boundingBox(), await card.boundingBox()]
    return beside && beside.x > words.x + words.width && Math.abs(beside.y - words.y) < 60
  })
  // What others write in front of the words moves the mark along.
  await text(one).locator('p').first().click()
  await one.keyboard.press('Home')
  await one.keyboard.type('Next year: ')
  await text(other).getByText('Next year:').waitFor()
  assert.deepEqual(await marked(other).allTextContents(), ['Where', 'second office'])
  await card.click()
  await margin(other).getByRole('button', { name: 'Reply' }).click()
  await margin(other).getByRole('textbox').fill('Yes, if we share it.')
  await other.keyboard.press('Control+Enter')
  await margin(one).getByRole('button', { name: /afford it.*Replies: 1/s }).click()
  await margin(one).getByText('Yes, if we share it.').waitFor()
  for (const chosen of ['light', 'dark']) {
    await scheme(one, chosen)
    await picture(one, `desk-document-comments-${chosen}`)
    await accessible(one, `comments, ${chosen}`)
  }
  // Resolved, it leaves the margin of everybody, and comes back from the list.
  await margin(other).getByRole('button', { name: 'Resolve' }).click()
  await until('its mark is gone', async () => (await marked(one).allTextContents()).join() === 'Where')
  await one.getByRole('button', { name: /^Comments/ }).click()
  const list = one.getByRole('dialog', { name: 'Comments' })
  await list.getByRole('tab', { name: 'Resolved' }).click()
  await list.getByText('@ben can we afford it?').click()
  await picture(one, 'desk-document-comments-resolved')
  await accessible(one, 'resolved comments')
  await list.getByRole('button', { name: 'Reopen' }).click()
  await until('its mark is back', async () => (await marked(other).allTextContents()).join() === 'Where,second office')
  await list.getByRole('button', { name: 'Close' }).click()
  // Without its words a comment stays, and says what it was about.
  await select(one, 'second office')
  await one.keyboard.press('Delete')
  await margin(one).locator('blockquote', { hasText: 'second office' }).waitFor()
  // Its news leads to it.
  await other.goto('/w/studio/inbox')
  await other.getByRole('link', { name: /can we afford it/ }).click()
  await other.waitForURL(/\/docs\/.*thread=/)
  await margin(other).getByText('@ben can we afford it?').waitFor()
  stage.clean()
})

test('whoever may only comment does so, and writes when that is allowed (SPEC WEB-10)', async (t) => {
  const stage = await open(t)
  const { ana, ben } = await studio(stage)
  const { id } = await made(stage, ana, 'Draft')
  const own = await opened(stage, ana, id)
  await text(own).click()
  await own.keyboard.type('The words of Ana.')
  await saved(own)
  const give = (level) => stage.call(ana.token, 'PUT', `/workspaces/studio/access/document/${id}/person/${ben.id}`, { level })
  await stage.call(ana.token, 'PATCH', `/workspaces/studio/pages/${id}`, { closed: true })
  await give('comment')
  const page = await stage.page()
  await stage.login(page, ben)
  await page.goto(`/w/studio/docs/${id}`)
  await mark(page).filter({ hasText: 'You may comment' }).waitFor()
  assert.equal(await text(page).getAttribute('contenteditable'), 'false')
  await select(page, 'words')
  // The keys do it as well as the sign, once that is there.
  await sign(page).waitFor()
  await page.keyboard.press('Control+Alt+m')
  await margin(page).getByRole('textbox').fill('Which ones?')
  await page.keyboard.press('Control+Enter')
  await margin(own).getByText('Which ones?').waitFor()
  await accessible(page, 'document of somebody who comments')
  assert.deepEqual(await lines(own), ['The words of Ana.'])
  await give('read')
  await mark(page).filter({ hasText: 'Read only' }).waitFor()
  await until('he answers no more', async () => (await margin(page).getByRole('button', { name: 'Reply' }).count()) === 0)
  await margin(page).getByText('Which ones?').waitFor()
  await give('write')
  await until('he may write', async () => (await text(page).getAttribute('contenteditable')) === 'true')
  stage.clean()
})

test('comments in a hand stand in a drawer, and on the document as a whole (SPEC WEB-10)', async (t) => {
  const stage = await open(t)
  const { ana, ben } = await studio(stage)
  const { id } = await made(stage, ana, 'In a hand')
  const page = await stage.page(await stage.window({ viewport: PHONE, hasTouch: true, isMobile: true }))
  await stage.login(page, ana)
  await page.goto(`/w/studio/docs/${id}`)
  await saved(page)
  await page.getByRole('button', { name: 'Comments' }).click()
  const list = page.getByRole('dialog', { name: 'Comments' })
  await list.getByRole('textbox', { name: 'Comment on the whole document' }).fill('Who reads this?')
  await list.getByRole('button', { name: 'Comment', exact: true }).click()
  await list.getByRole('article').getByText('Who reads this?').waitFor()
  const [{ id: thread }] = (await stage.call(ben.token, 'GET', `/workspaces/studio/threads?place_kind=document&place=${id}`)).items
  await stage.call(ben.token, 'POST', `/workspaces/studio/threads/${thread}/comments`, { body: 'I do.' })
  await list.getByText('I do.').waitFor()
  for (const chosen of ['light', 'dark']) {
    await scheme(page, chosen)
    await picture(page, `phone-document-comments-${chosen}`)
    await accessible(page, `comments, ${chosen}, phone`)
  }
  stage.clean()
})
