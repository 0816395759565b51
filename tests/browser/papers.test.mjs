// What is done with documents beside writing: finding words, Markdown in and out, their places in the tree.

import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import test from 'node:test'

import { until } from '../clients/harness.mjs'
import { accessible, open, picture, scheme } from './harness.mjs'
import { studio } from './studio.mjs'
import { lines, made, mark, opened, saved, text } from './writing.mjs'

const MARKDOWN = `## Plan

Words that are **strong**, *soft* and \`code\`, and a [link](https://example.org/a).

- one
- two
  - below two

1. first
2. second

- [ ] to do
- [x] done

> Said by somebody.

\`\`\`rust
fn main() {}
\`\`\`

| Who | What |
| --- | --- |
| Ana | writes |

---

The end.`

/** Pastes plain text, as from an editor of code. */
const paste = (page, words) => text(page).evaluate((element, said) => {
  const data = new DataTransfer()
  data.setData('text/plain', said)
  element.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }))
}, words)

const tools = async (page, name) => {
  await page.getByRole('button', { name: 'More about this document' }).click()
  await page.getByRole('menuitem', { name, exact: true }).click()
}

test('words are found in a document while others write (SPEC WEB-13)', async (t) => {
  const stage = await open(t)
  const { ana, ben } = await studio(stage)
  const { id } = await made(stage, ana, 'Notes')
  const [page, other] = [await opened(stage, ana, id), await opened(stage, ben, id)]
  await text(page).click()
  await page.keyboard.type('# A plan')
  await page.keyboard.press('Enter')
  await page.keyboard.type('The Plan of planning.')
  await saved(page)
  await page.keyboard.press('Control+f')
  const bar = page.getByRole('search', { name: 'Find in the document' })
  await page.keyboard.type('plan')
  const said = bar.getByRole('status')
  await said.filter({ hasText: '1 of 3' }).waitFor()
  assert.deepEqual(await text(page).locator('.found').allTextContents(), ['plan', 'Plan', 'plan'])
  await page.keyboard.press('Enter')
  await said.filter({ hasText: '2 of 3' }).waitFor()
  assert.deepEqual(await text(page).locator('.found-at').allTextContents(), ['Plan'])
  for (const chosen of ['light', 'dark']) {
    await scheme(page, chosen)
    await picture(page, `desk-document-find-${chosen}`)
    await accessible(page, `finding, ${chosen}`)
  }
  await text(other).getByText('of planning.').click()
  await other.keyboard.press('Control+End')
  await other.keyboard.type('No plan without me')
  await said.filter({ hasText: 'of 4' }).waitFor()
  await page.keyboard.press('Shift+Enter')
  await page.keyboard.press('Shift+Enter')
  await said.filter({ hasText: '4 of 4' }).waitFor()
  await bar.getByRole('textbox').fill('nowhere (')
  await said.filter({ hasText: 'nothing' }).waitFor()
  await bar.getByRole('textbox').fill('A plan')
  await said.filter({ hasText: '1 of 1' }).waitFor()
  // The words that were found last are selected afterwards.
  await page.keyboard.press('Escape')
  await bar.waitFor({ state: 'detached' })
  await page.keyboard.type('The big plan')
  await until('they were written over', async () => (await lines(page))[0] === 'The big plan')
  stage.clean()
})

test('Markdown is pasted, inserted, copied and downloaded (SPEC WEB-13)', async (t) => {
  const stage = await open(t)
  const { ana, ben } = await studio(stage)
  const { id } = await made(stage, ana, 'Handbook')
  const page = await opened(stage, ana, id)
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  await text(page).click()
  await paste(page, MARKDOWN)
  await text(page).getByText('The end.').waitFor()
  const body = text(page)
  assert.equal(await body.locator('h2').textContent(), 'Plan')
  assert.equal(await body.locator('p strong').first().textContent(), 'strong')
  assert.equal(await body.locator('a').getAttribute('href'), 'https://example.org/a')
  assert.equal(await body.locator('ul ul li').textContent(), 'below two')
  assert.equal(await body.locator('ul[data-type="taskList"] input:checked').count(), 1)
  assert.equal(await body.locator('pre code').textContent(), 'fn main() {}')
  assert.deepEqual(await body.locator('td, th').allTextContents(), ['Who', 'What', 'Ana', 'writes'])
  assert.equal(await body.locator('hr').count(), 1)
  await saved(page)
  await picture(page, 'desk-document-markdown')
  await tools(page, 'Copy as Markdown')
  await page.getByText('Copied as Markdown').waitFor()
  const copied = await page.evaluate(() => navigator.clipboard.readText())
  const plain = (words) => words.replaceAll(/[ \t]+/g, ' ').replaceAll(/-{2,}/g, '---').replaceAll(/\n{2,}/g, '\n\n').trim()
  assert.equal(plain(copied), plain(`# Handbook\n\n${MARKDOWN}`))
  const [download] = await Promise.all([page.waitForEvent('download'), tools(page, 'Download as Markdown')])
  assert.equal(download.suggestedFilename(), 'Handbook.md')
  assert.equal(await readFile(await download.path(), 'utf8'), copied)
  // What came out goes in again.
  const { id: second } = await made(stage, ana, 'Again')
  await page.goto(`/w/studio/docs/${second}`)
  await saved(page)
  const [chooser] = await Promise.all([page.waitForEvent('filechooser'), tools(page, 'Insert a Markdown file…')])
  await chooser.setFiles({ name: 'handbook.md', mimeType: 'text/markdown', buffer: Buffer.from(MARKDOWN) })
  await text(page).getByText('The end.').waitFor()
  await tools(page, 'Copy as Markdown')
  await until('it is the same', async () => (await page.evaluate(() => navigator.clipboard.readText())).startsWith('# Again'))
  assert.equal((await page.evaluate(() => navigator.clipboard.readText())).slice('# Again'.length), copied.slice('# Handbook'.length))
  // With Shift it is pasted as it is.
  await text(page).click()
  await page.keyboard.press('Control+a')
  await page.evaluate(() => navigator.clipboard.writeText('## not a heading'))
  await page.keyboard.press('Control+Shift+v')
  await until('it is plain', async () => (await lines(page)).join('') === '## not a heading')
  await saved(page)
  // Whoever only reads takes it along, and puts nothing in.
  await stage.call(ana.token, 'PATCH', `/workspaces/studio/pages/${second}`, { closed: true })
  await stage.call(ana.token, 'PUT', `/workspaces/studio/access/document/${second}/person/${ben.id}`, { level: 'read' })
  const his = await stage.page()
  await stage.login(his, ben)
  await his.goto(`/w/studio/docs/${second}`)
  await mark(his).filter({ hasText: 'Read only' }).waitFor()
  await his.getByRole('button', { name: 'More about this document' }).click()
  assert.deepEqual(await his.getByRole('menuitem').allTextContents(), ['Find in the document', 'Versions', 'Copy as Markdown', 'Download as Markdown'])
  stage.clean()
})

test('documents are carried to their place in the tree, and moved by keys (SPEC WEB-13)', async (t) => {
  const stage = await open(t)
  const { ana, ben } = await studio(stage)
  const ids = {}
  for (const title of ['Alpha', 'Beta', 'Gamma', 'Delta']) ids[title] = (await made(stage, ana, title)).id
  const [page, other] = [await opened(stage, ana, ids.Delta), await opened(stage, ben, ids.Delta)]
  const tree = (where) => where.getByRole('region', { name: 'Documents' })
  const order = (where) => tree(where).getByRole('link').allTextContents()
  await until('the tree is there', async () => (await order(page)).join() === 'Alpha,Beta,Gamma,Delta')
  /** Carries one line onto another; `share` is how far down that one. */
  const carry = async (title, on, share) => {
    const [from, to] = [await tree(page).getByRole('link', { name: title }).boundingBox(), await tree(page).getByRole('link', { name: on }).boundingBox()]
    await page.mouse.move(from.x + 40, from.y + from.height / 2)
    await page.mouse.down()
    await page.mouse.move(from.x + 44, from.y + from.height / 2 + 10, { steps: 3 })
    await page.mouse.move(to.x + 44, to.y + to.height * share, { steps: 5 })
    await picture(page, `desk-tree-${title}-${on}`)
    await page.mouse.up()
  }
  const parent = async (title) => (await stage.call(ana.token, 'GET', `/workspaces/studio/pages/${ids[title]}`)).parent ?? null
  await carry('Gamma', 'Alpha', 0.5)
  await until('it is below Alpha', async () => (await parent('Gamma')) === ids.Alpha)
  await until('he sees it', async () => (await order(other)).join() === 'Alpha,Gamma,Beta,Delta')
  await carry('Delta', 'Alpha', 0.1)
  await until('it is the first', async () => (await order(other)).join() === 'Delta,Alpha,Gamma,Beta')
  // Nothing goes below itself.
  await carry('Alpha', 'Gamma', 0.5)
  await until('the tree settled', async () => (await order(page)).join() === 'Delta,Alpha,Gamma,Beta')
  assert.equal(await parent('Alpha'), null)
  // The page is still the same: to carry is not to open.
  assert.ok(page.url().endsWith(ids.Delta))
  await tools(page, 'Move down')
  await until('one down', async () => (await order(other)).join() === 'Alpha,Gamma,Delta,Beta')
  await tools(page, 'Move below the one above')
  await until('below Alpha', async () => (await parent('Delta')) === ids.Alpha)
  await tools(page, 'Move out of its parent')
  await until('out again', async () => (await parent('Delta')) === null)
  assert.deepEqual(await order(page), ['Alpha', 'Gamma', 'Delta', 'Beta'])
  stage.clean()
})
