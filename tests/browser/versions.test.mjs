// Versions of a document: kept, looked at, restored and taken back, live in the window of somebody else.

import assert from 'node:assert/strict'
import test from 'node:test'

import { until } from '../clients/harness.mjs'
import { accessible, open, PHONE, picture, scheme } from './harness.mjs'
import { studio } from './studio.mjs'
import { lines, made, mark, opened, saved, text } from './writing.mjs'

/** No version is taken by itself while a test runs. */
const BY_HAND = { RENEXUS__VERSIONS__QUIET_SECONDS: '600' }

const drawer = (page) => page.getByRole('dialog', { name: 'Versions' })
const rows = (page) => drawer(page).getByRole('region', { name: 'Versions of this document' }).getByRole('listitem')
const old = (page) => page.getByRole('document', { name: 'Text of the version' })
const banner = (page) => page.getByRole('region', { name: /You are looking at a version of/ })

async function look (page) {
  await page.getByRole('button', { name: 'More about this document' }).click()
  await page.getByRole('menuitem', { name: 'Versions' }).click()
  await drawer(page).waitFor()
}

/** What is read now, without empty lines. */
const read = async (page) => (await lines(page)).filter((line) => line !== '')

/** The blocks of the old text as they are read: without what is shown as gone. */
const was = (page) => old(page).evaluate((element) => [...element.children].map((child) => {
  const copy = child.cloneNode(true)
  for (const gone of copy.querySelectorAll('del')) gone.remove()
  return copy.textContent
}).filter((line) => line !== ''))

async function keep (page, name) {
  await drawer(page).getByRole('textbox', { name: 'Name of the version' }).fill(name)
  await drawer(page).getByRole('button', { name: 'Keep this version now' }).click()
}

test('a version is kept, seen by others at once, looked at, restored and taken back (SPEC WEB-17)', async (t) => {
  const stage = await open(t, BY_HAND)
  const { ana, ben } = await studio(stage)
  const { id } = await made(stage, ana, 'Plan of the year')
  const [one, other] = [await opened(stage, ana, id), await opened(stage, ben, id)]
  await look(other)
  await drawer(other).getByText('No versions yet').waitFor()
  await picture(other, 'desk-versions-none')
  await text(one).click()
  await one.keyboard.type('# Where we go')
  await one.keyboard.press('Enter')
  await one.keyboard.type('We open a second office in spring, in Oslo.')
  await one.keyboard.press('Enter')
  await one.keyboard.type('Ben looks for rooms.')
  await saved(one)
  await look(one)
  await keep(one, 'As agreed in May')
  await rows(one).filter({ hasText: 'As agreed in May' }).waitFor()
  // In his window it comes by itself, with who wrote it and how many words.
  const named = rows(other).filter({ hasText: 'As agreed in May' })
  await named.filter({ hasText: 'Ana' }).filter({ hasText: '+16' }).waitFor()
  // Keeping it took no key from whoever uses the keyboard.
  assert.equal(await one.evaluate(() => document.activeElement?.textContent), 'Keep this version now')
  await one.keyboard.press('Escape')
  await drawer(one).waitFor({ state: 'detached' })
  // The keyboard is where it was.
  assert.equal(await one.evaluate(() => document.activeElement?.getAttribute('aria-label')), 'More about this document')
  await text(one).locator('p').first().click()
  await one.keyboard.press('End')
  await one.keyboard.press('Backspace')
  for (const _ of 'Oslo') await one.keyboard.press('Backspace')
  await one.keyboard.type('Bergen.')
  // The last line is empty.
  await one.keyboard.press('Control+End')
  await one.keyboard.type('Nobody moves before June.')
  await until('he has it', async () => (await other.locator('.tiptap').first().textContent()).includes('before June.'))
  await saved(one)
  const newer = ['Where we go', 'We open a second office in spring, in Bergen.', 'Ben looks for rooms.', 'Nobody moves before June.']
  const older = ['Where we go', 'We open a second office in spring, in Oslo.', 'Ben looks for rooms.']
  assert.deepEqual(await read(one), newer)
  await keep(other, '')
  await until('both stand in the list', async () => (await rows(other).count()) === 2)
  // The newest one, with what changed since the one before.
  await rows(other).first().getByRole('button').first().click()
  await banner(other).waitFor()
  await old(other).locator('ins', { hasText: 'Bergen' }).waitFor()
  assert.deepEqual(await old(other).locator('del').allTextContents(), ['Oslo'])
  assert.equal((await old(other).locator('ins').allTextContents()).join('|'), 'Bergen|Nobody moves before June.')
  assert.deepEqual(await was(other), newer)
  for (const chosen of ['light', 'dark']) {
    await scheme(other, chosen)
    await picture(other, `desk-versions-${chosen}`)
    await accessible(other, `versions, ${chosen}`)
  }
  await other.getByRole('switch', { name: 'Show what changed' }).uncheck()
  await until('nothing is marked', async () => (await old(other).locator('ins, del').count()) === 0)
  // The older one is as it was; nobody writes in it.
  await named.getByRole('button').first().click()
  await old(other).getByText('in Oslo').waitFor()
  assert.deepEqual(await was(other), older)
  assert.equal(await old(other).getAttribute('contenteditable'), 'false')
  await banner(other).getByText('As agreed in May').waitFor()
  await banner(other).getByRole('button', { name: 'Back to now' }).click()
  await banner(other).waitFor({ state: 'detached' })
  await until('the keyboard is at its row', () => named.evaluate((row) => row.contains(document.activeElement)))
  // Restored by him, it is what she reads, and he is told how to take it back.
  await named.getByRole('button').first().click()
  await banner(other).getByRole('button', { name: 'Restore' }).click()
  await drawer(other).waitFor({ state: 'detached' })
  await until('she reads what was', async () => (await read(one)).join('|') === older.join('|'))
  const said = other.getByRole('status').filter({ hasText: 'The document is as it was on' })
  await said.waitFor()
  await picture(other, 'desk-versions-restored')
  assert.deepEqual(await read(other), older)
  await said.getByRole('button', { name: /Undo/ }).click()
  await until('she reads what is newer', async () => (await read(one)).join('|') === newer.join('|'))
  // Nothing was lost on the way: the text can still be written into.
  await text(one).click()
  await one.keyboard.press('Control+End')
  await one.keyboard.type(' Or July.')
  await text(other).getByText('before June. Or July.').waitFor()
  await saved(one)
  stage.clean()
})

test('versions are named and deleted by those who may, and others look only (SPEC WEB-17)', async (t) => {
  const stage = await open(t, BY_HAND)
  const { ana, ben } = await studio(stage)
  const { id } = await made(stage, ana, 'Rules')
  const one = await opened(stage, ana, id)
  await text(one).click()
  await one.keyboard.type('Be kind.')
  await saved(one)
  await look(one)
  await keep(one, 'First')
  await rows(one).filter({ hasText: 'First' }).waitFor()
  // Nothing changed since.
  await keep(one, 'Again')
  await drawer(one).getByRole('alert').filter({ hasText: 'nothing changed since the newest version' }).waitFor()
  await drawer(one).getByRole('button', { name: /More about the version of/ }).click()
  await one.getByRole('menuitem', { name: 'Rename…' }).click()
  const asked = one.getByRole('dialog', { name: 'Name of the version' })
  await asked.getByRole('textbox', { name: 'Name' }).fill('The first rules')
  await accessible(one, 'name of a version')
  await asked.getByRole('button', { name: 'Save' }).click()
  await rows(one).filter({ hasText: 'The first rules' }).waitFor()
  await drawer(one).getByRole('status').filter({ hasText: 'The version is called “The first rules”.' }).waitFor({ state: 'attached' })
  await until('the keyboard is where it was', () => one.evaluate(() => document.activeElement?.getAttribute('aria-label')?.startsWith('More about the version of') ?? false))
  // Who may read sees and looks.
  await stage.call(ana.token, 'PATCH', `/workspaces/studio/pages/${id}`, { closed: true })
  await stage.call(ana.token, 'PUT', `/workspaces/studio/access/document/${id}/person/${ben.id}`, { level: 'read' })
  const reader = await stage.page()
  await stage.login(reader, ben)
  await reader.goto(`/w/studio/docs/${id}`)
  await mark(reader).filter({ hasText: 'Read only' }).waitFor()
  // From the command palette as well.
  await reader.keyboard.press('Control+k')
  await reader.getByRole('combobox').fill('versions')
  await reader.getByRole('option', { name: 'Versions of this document' }).click()
  await rows(reader).filter({ hasText: 'The first rules' }).getByRole('button').click()
  await old(reader).getByText('Be kind.').waitFor()
  for (const name of [/Restore/, /Keep this version/, /More about the version/]) assert.equal(await reader.getByRole('button', { name }).count(), 0)
  await accessible(reader, 'version of a reader')
  await picture(reader, 'desk-versions-reader')
  // A right that comes is in force at once.
  await stage.call(ana.token, 'PUT', `/workspaces/studio/access/document/${id}/person/${ben.id}`, { level: 'write' })
  await banner(reader).getByRole('button', { name: 'Restore' }).waitFor()
  await drawer(reader).getByRole('button', { name: /More about the version of/ }).click()
  await reader.getByRole('menuitem', { name: 'Take the name away' }).waitFor()
  assert.equal(await reader.getByRole('menuitem', { name: 'Delete…' }).count(), 0)
  await reader.getByRole('menuitem', { name: 'Take the name away' }).click()
  await until('she sees no name', async () => (await rows(one).filter({ hasText: 'The first rules' }).count()) === 0)
  assert.equal(await rows(one).count(), 1)
  // She deletes it, and it is gone for him, who looks at it.
  await drawer(one).getByRole('button', { name: /More about the version of/ }).click()
  await one.getByRole('menuitem', { name: 'Delete…' }).click()
  await one.getByRole('dialog', { name: 'Delete this version?' }).getByRole('button', { name: 'Delete' }).click()
  await drawer(one).getByText('No versions yet').waitFor()
  await drawer(reader).getByText('No versions yet').waitFor()
  await banner(reader).waitFor({ state: 'detached' })
  assert.deepEqual(await stage.call(ana.token, 'GET', `/documents/${id}/versions`).then(({ items }) => items), [])
  stage.clean()
})

test('versions in a hand, in German (SPEC WEB-17, WEB-3, WEB-7)', async (t) => {
  const stage = await open(t, { RENEXUS__VERSIONS__QUIET_SECONDS: '0.3' })
  const { ana } = await studio(stage)
  const { id } = await made(stage, ana, 'In einer Hand')
  const page = await stage.page(await stage.window({ viewport: PHONE, hasTouch: true, isMobile: true, locale: 'de-DE' }))
  await page.addInitScript(() => localStorage.setItem('rx-language', 'en'))
  await stage.login(page, ana)
  await page.addInitScript(() => localStorage.setItem('rx-language', 'de'))
  await page.goto(`/w/studio/docs/${id}`)
  const text = page.getByRole('textbox', { name: 'Text des Dokuments' })
  await text.click()
  await page.keyboard.insertText('Was hier steht, wird von selbst festgehalten.')
  await page.getByRole('button', { name: 'Mehr zu diesem Dokument' }).click()
  await page.getByRole('menuitem', { name: 'Versionen' }).click()
  const list = page.getByRole('dialog', { name: 'Versionen' })
  // The server takes one when she pauses; it comes by itself.
  await list.getByRole('heading', { name: 'Heute' }).waitFor()
  const row = list.getByRole('listitem').first()
  await row.filter({ hasText: 'Ana' }).filter({ hasText: '+7' }).waitFor()
  for (const chosen of ['light', 'dark']) {
    await scheme(page, chosen)
    await picture(page, `phone-versions-${chosen}`)
    await accessible(page, `versions, ${chosen}, phone`)
  }
  await row.getByRole('button').first().click()
  await page.getByRole('document', { name: 'Text der Version' }).getByText('wird von selbst festgehalten').waitFor()
  await until('the banner has the focus', () => page.evaluate(() => document.activeElement?.getAttribute('aria-label')?.startsWith('Du siehst eine Version') ?? false))
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), PHONE.width)
  for (const chosen of ['light', 'dark']) {
    await scheme(page, chosen)
    await picture(page, `phone-versions-look-${chosen}`)
    await accessible(page, `a version, ${chosen}, phone`)
  }
  await page.getByRole('button', { name: 'Zurück zu jetzt' }).click()
  await row.waitFor()
  await page.keyboard.press('Escape')
  await list.waitFor({ state: 'detached' })
  stage.clean()
})
