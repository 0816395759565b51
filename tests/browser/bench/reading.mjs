// How soon a document is there, and how a long one scrolls.

import { bring, paper } from './papers.mjs'
import { browser, percentile, stage, text, window_ } from './stage.mjs'
import { clock, frames, noteFrames } from './watching.mjs'

/** How many times slower the processor is made. */
const SLOWER = 4

/** The largest paint of a document's page from an empty cache, on a slow processor. */
export async function loading (ends, { rounds = 7 } = {}) {
  const parts = await stage(ends)
  const started = await browser(ends)
  const { id } = await parts.call(parts.ana.token, 'POST', '/workspaces/studio/pages', { title: 'Read' })
  await bring(`${parts.server.ws}/collab`, id, parts.ana.token, paper(2))
  const found = []
  for (let round = 0; round < rounds; round++) {
    const context = await window_(started, parts, parts.ana)
    const page = await context.newPage()
    const tools = await context.newCDPSession(page)
    await tools.send('Emulation.setCPUThrottlingRate', { rate: SLOWER })
    await page.goto(`/w/studio/docs/${id}`)
    await text(page).locator('p').first().waitFor({ timeout: 60_000 })
    const readable = await page.evaluate(() => performance.now())
    await page.waitForTimeout(1_500)
    const paints = await page.evaluate(() => window.paints)
    const first = await page.evaluate(() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime)
    found.push({ first, largest: paints.at(-1)?.at, what: `${paints.at(-1)?.what} ${paints.at(-1)?.words}`, readable, paints })
    await context.close()
  }
  const median = (of) => Math.round(percentile(found.map((round) => round[of]), 50))
  return { slower: SLOWER, rounds, largest_p50: median('largest'), largest_worst: Math.round(Math.max(...found.map(({ largest }) => largest))), first_p50: median('first'), readable_p50: median('readable'), what: found[0].what, paints: found.at(-1).paints }
}

/** A document of 200 pages: until it is there, and how many frames a second while it is scrolled and typed into. */
export async function scrolling (ends, { pages = 200 } = {}) {
  const parts = await stage(ends)
  const started = await browser(ends)
  const { id } = await parts.call(parts.ana.token, 'POST', '/workspaces/studio/pages', { title: 'Long' })
  const update = paper(pages)
  await bring(`${parts.server.ws}/collab`, id, parts.ana.token, update)
  const context = await window_(started, parts, parts.ana)
  const page = await context.newPage()
  await page.goto(`/w/studio/docs/${id}`)
  await text(page).locator('p').first().waitFor({ timeout: 120_000 })
  const opens = await page.evaluate(() => performance.now())
  await page.evaluate(clock)
  await page.waitForTimeout(1_000)
  await page.mouse.move(720, 500)
  const scroll = async (step, times, pause) => {
    await page.evaluate(noteFrames)
    for (let at = 0; at < times; at++) {
      await page.mouse.wheel(0, step)
      await page.waitForTimeout(pause)
    }
    return page.evaluate(frames)
  }
  const wheel = await scroll(240, 120, 16)
  const fling = await scroll(2_400, 60, 16)
  const back = await scroll(-4_800, 40, 16)
  // Somebody types at the top of it.
  await text(page).locator('p').first().click()
  await page.evaluate(noteFrames)
  for (let at = 0; at < 30; at++) {
    await page.keyboard.press('x')
    await page.waitForTimeout(100)
  }
  const typing = await page.evaluate(frames)
  await context.close()
  return { pages, bytes: update.length, opens: Math.round(opens), wheel, fling, back, typing }
}

