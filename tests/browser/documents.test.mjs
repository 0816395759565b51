// Documents that people write together: cursors, the saved mark, rights, the offline copy, menus and pictures.

import assert from 'node:assert/strict'
import test from 'node:test'

import { until } from '../clients/harness.mjs'
import { accessible, open, PHONE, picture, scheme } from './harness.mjs'
import { studio } from './studio.mjs'

const text = (page) => page.getByRole('textbox', { name: 'Text of the document' })
const mark = (page) => page.locator('[data-saved]')
const saved = (page) => mark(page).filter({ hasText: /^Saved$/ }).waitFor()

/** A document of the studio, opened by somebody who may write in it. */
async function opened (stage, person, id) {
  const page = await stage.page()
  await stage.login(page, person)
  await page.goto(`/w/studio/docs/${id}`)
  await text(page).waitFor()
  await saved(page)
  return page
}

const made = (stage, ana, title) => stage.call(ana.token, 'POST', '/workspaces/studio/pages', { title })

/** What is read in a text, line by line. */
const lines = (page) => text(page).evaluate((element) => [...element.children].map((child) => {
  const copy = child.cloneNode(true)
  for (const caret of copy.querySelectorAll('.collaboration-carets__caret')) caret.remove()
  return copy.textContent.replaceAll('\u2060', '')
}))

test('two people write in one document and see each other\'s cursor (SPEC WEB-8)', async (t) => {
  const stage = await open(t)
  const { ana, ben } = await studio(stage)
  const { id } = await made(stage, ana, 'Plan of the year')
  const [one, other] = [await opened(stage, ana, id), await opened(stage, ben, id)]
  await text(one).click()
  await one.keyboard.type('Written by Ana. ')
  await text(other).getByText('Written by Ana.').waitFor()
  await other.locator('.collaboration-carets__label', { hasText: 'Ana' }).waitFor()
  await other.getByRole('group', { name: /Ana/ }).waitFor()
  await text(other).click()
  await other.keyboard.press('Control+End')
  await other.keyboard.press('Enter')
  // Both at once.
  await Promise.all([one.keyboard.type('One two three.', { delay: 5 }), other.keyboard.type('Four five six.', { delay: 5 })])
  await until('both read the same', async () => {
    const [here, there] = [await lines(one), await lines(other)]
    return here.join() === there.join() && here.join().includes('One two three.') && here.join().includes('Four five six.')
  })
  await saved(one)
  await saved(other)
  for (const chosen of ['light', 'dark']) {
    await scheme(one, chosen)
    await picture(one, `desk-document-two-${chosen}`)
    await accessible(one, `document, ${chosen}`)
  }
  stage.clean()
})

test('whoever loses the right to write reads on, at once (SPEC WEB-8)', async (t) => {
  const stage = await open(t)
  const { ana, ben } = await studio(stage)
  const { id } = await made(stage, ana, 'Rules')
  const page = await opened(stage, ben, id)
  await text(page).click()
  await page.keyboard.type('Before')
  await saved(page)
  await stage.call(ana.token, 'PUT', `/workspaces/studio/access/document/${id}/person/${ben.id}`, { level: 'read' })
  await stage.call(ana.token, 'PATCH', `/workspaces/studio/pages/${id}`, { closed: true })
  await mark(page).filter({ hasText: 'Read only' }).waitFor()
  assert.equal(await text(page).getAttribute('contenteditable'), 'false')
  await page.keyboard.type('After')
  assert.deepEqual(await lines(page), ['Before'])
  await stage.call(ana.token, 'PUT', `/workspaces/studio/access/document/${id}/person/${ben.id}`, { level: 'write' })
  await until('he may write again', async () => (await text(page).getAttribute('contenteditable')) === 'true')
  stage.clean()
})

test('a server that is killed loses nothing, and "Saved" is not said before it is true (SPEC WEB-8)', async (t) => {
  const stage = await open(t)
  const { ana } = await studio(stage)
  const { id } = await made(stage, ana, 'Log')
  const page = await opened(stage, ana, id)
  await text(page).click()
  await page.keyboard.type('On disk. ')
  await saved(page)
  const port = Number(stage.server.origin.port)
  await stage.server.kill()
  await page.keyboard.type('Still typing.')
  await until('it says that edits wait', async () => (await mark(page).getAttribute('data-saved')) === 'false')
  assert.doesNotMatch(await mark(page).textContent(), /^Saved$/)
  await stage.server.start({ port })
  await saved(page)
  const fresh = await opened(stage, ana, id)
  assert.deepEqual(await lines(fresh), ['On disk. Still typing.'])
  stage.clean()
})

test('what is written offline survives a reload and arrives later (SPEC WEB-8)', async (t) => {
  const stage = await open(t)
  const { ana, ben } = await studio(stage)
  const { id } = await made(stage, ana, 'Travel notes')
  const page = await opened(stage, ana, id)
  await text(page).click()
  await page.keyboard.type('At home. ')
  await saved(page)
  // The server is gone; the page itself is still there.
  await page.context().route('**/collab**', (route) => route.abort())
  await page.context().routeWebSocket(/\/collab/, (socket) => socket.close())
  page.on('dialog', (dialog) => dialog.accept())
  await page.reload()
  await text(page).getByText('At home.').waitFor()
  await text(page).click()
  await page.keyboard.press('Control+End')
  await page.keyboard.type('On the train.')
  await until('it is kept here', async () => (await mark(page).getAttribute('data-saved')) === 'false')
  await page.reload()
  await text(page).getByText('On the train.').waitFor()
  const other = await opened(stage, ben, id)
  assert.deepEqual(await lines(other), ['At home. '])
  await page.context().unrouteAll()
  await page.close()
  // A new page of the same browser brings it.
  const again = await stage.page(page.context())
  await again.goto(`/w/studio/docs/${id}`)
  await text(other).getByText('On the train.').waitFor()
  stage.clean()
})

test('menus at the cursor put blocks, people and tasks into the text (SPEC WEB-9)', async (t) => {
  const stage = await open(t)
  const { ana, tasks } = await studio(stage)
  const { id } = await made(stage, ana, 'Handbook')
  const page = await opened(stage, ana, id)
  await text(page).click()
  await page.keyboard.type('/')
  const menu = page.getByRole('listbox', { name: 'Blocks' })
  await menu.waitFor()
  await picture(page, 'desk-document-menu')
  await accessible(page, 'menu of blocks')
  await page.keyboard.type('large')
  await menu.getByRole('option', { name: /Large heading/ }).waitFor()
  await page.keyboard.press('Enter')
  await page.keyboard.type('How we work')
  await page.keyboard.press('Enter')
  assert.equal(await text(page).locator('h1').textContent(), 'How we work')
  await page.keyboard.type('/to-do')
  await menu.getByRole('option', { name: /To-do/ }).waitFor()
  await page.keyboard.press('Enter')
  await page.keyboard.type('Ask @be')
  await page.getByRole('listbox', { name: 'People' }).getByRole('option', { name: /Ben/ }).waitFor()
  await page.keyboard.press('Enter')
  await text(page).locator('[data-mention="person"]', { hasText: '@Ben' }).waitFor()
  await page.keyboard.type('about #Weekly')
  await page.getByRole('listbox', { name: 'Tasks' }).getByRole('option', { name: /Weekly digest/ }).waitFor()
  await page.keyboard.press('Enter')
  const chip = text(page).locator('[data-mention="task"]')
  await chip.getByText('Weekly digest by mail').waitFor()
  // What happens to the task shows in the text.
  const digest = tasks.find(({ title }) => title.startsWith('Weekly'))
  await stage.call(ana.token, 'PATCH', `/workspaces/studio/tasks/${digest.key}`, { title: 'Daily digest by mail' })
  await chip.getByText('Daily digest by mail').waitFor()
  // Words that are selected have a menu of their own.
  await text(page).locator('h1').click()
  await page.keyboard.press('Home')
  await page.keyboard.press('Shift+End')
  const bubble = page.getByRole('toolbar', { name: 'Selected text' })
  await bubble.getByRole('button', { name: 'Bold' }).click()
  await text(page).locator('h1 strong').waitFor()
  await picture(page, 'desk-document-selection')
  await accessible(page, 'menu of the selection')
  await saved(page)
  stage.clean()
})

test('pictures are pasted, stand in the text and are read by others (SPEC WEB-9)', async (t) => {
  const stage = await open(t)
  const { ana, ben } = await studio(stage)
  const { id } = await made(stage, ana, 'Screens')
  const page = await opened(stage, ana, id)
  await text(page).click()
  await page.keyboard.type('Look:')
  await text(page).evaluate(async (element) => {
    const canvas = document.createElement('canvas')
    Object.assign(canvas, { width: 320, height: 160 })
    const pen = canvas.getContext('2d')
    pen.fillStyle = '#0b7568'
    pen.fillRect(0, 0, 320, 160)
    const blob = await new Promise((resolve) => canvas.toBlob(resolve, 'image/png'))
    const data = new DataTransfer()
    data.items.add(new File([blob], 'screen.png', { type: 'image/png' }))
    element.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }))
  })
  const seen = (where) => text(where).locator('figure img')
  await seen(page).waitFor()
  await until('it is drawn', () => seen(page).evaluate((image) => image.naturalWidth === 320))
  await saved(page)
  const other = await opened(stage, ben, id)
  await until('he sees it', () => seen(other).evaluate((image) => image.naturalWidth === 320))
  await picture(other, 'desk-document-picture')
  stage.clean()
})

test('a document in a hand (SPEC WEB-3)', async (t) => {
  const stage = await open(t)
  const { ana } = await studio(stage)
  const { id } = await made(stage, ana, 'In a hand')
  const page = await stage.page(await stage.window({ viewport: PHONE }))
  await stage.login(page, ana)
  await page.goto(`/w/studio/docs/${id}`)
  await saved(page)
  for (const chosen of ['light', 'dark']) {
    await scheme(page, chosen)
    await picture(page, `phone-document-${chosen}`)
    await accessible(page, `document, ${chosen}, phone`)
  }
  stage.clean()
})
