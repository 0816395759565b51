// A card carried over a board of a thousand.

import { browser, stage, window_ } from './stage.mjs'
import { frames, noteFrames } from './watching.mjs'

const CARDS = 1_000
const AT_ONCE = 8

/** Carries cards across all columns and along them; what the frames were. */
export async function dragging (ends, { rounds = 4 } = {}) {
  const parts = await stage(ends)
  const at = '/workspaces/studio'
  const post = (path, body) => parts.call(parts.ana.token, 'POST', at + path, body)
  await post('/projects', { key: 'BIG', name: 'Big', about: '' })
  const { items: statuses } = await parts.call(parts.ana.token, 'GET', `${at}/projects/BIG/statuses`)
  const label = await post('/labels', { name: 'bug', color: '#d64545' })
  const make = async (from) => {
    for (let number = from; number < CARDS; number += AT_ONCE) {
      await post('/tasks', { project: 'BIG', title: `Task ${number} ${'with a longer title '.repeat(number % 4)}`, status: statuses[number % statuses.length].id, priority: ['none', 'low', 'high'][number % 3], labels: number % 5 === 0 ? [label.id] : [] })
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, (_, from) => make(from)))
  const context = await window_(await browser(ends), parts, parts.ana)
  const page = await context.newPage()
  await page.goto('/w/studio/projects/BIG')
  await page.locator('[data-card]').nth(20).waitFor()
  await page.waitForTimeout(1_500)
  const found = []
  for (let round = 0; round < rounds; round++) {
    const columns = await page.locator('[data-column]').all()
    const boxes = (await Promise.all(columns.map((column) => column.boundingBox()))).filter((box) => box && box.x + box.width < 1440)
    const card = await columns[0].locator('[data-card]').nth(2).boundingBox()
    await page.mouse.move(card.x + 40, card.y + 20)
    await page.waitForTimeout(300)
    await page.evaluate(noteFrames)
    await page.mouse.down()
    const path = []
    for (const box of [...boxes, ...[...boxes].reverse(), boxes.at(-1)]) for (const height of [150, 400, 650, 300]) path.push([box.x + box.width / 2, box.y + height])
    let [x, y] = [card.x + 40, card.y + 20]
    for (const [toX, toY] of path) {
      for (let step = 1; step <= 10; step++) {
        await page.mouse.move(x + ((toX - x) * step) / 10, y + ((toY - y) * step) / 10)
        await page.waitForTimeout(8)
      }
      [x, y] = [toX, toY]
    }
    await page.mouse.up()
    await page.waitForTimeout(400)
    found.push(await page.evaluate(frames))
  }
  await context.close()
  return { cards: CARDS, rounds: found, longest: Math.round(Math.max(...found.map(({ longest }) => longest))), over50: found.reduce((sum, { over50 }) => sum + over50, 0), rate: Math.round(Math.min(...found.map(({ rate }) => rate))) }
}
