// From a key in one window to the frame of another one, beside the same page on a Hocuspocus server.

import { launch } from '../../../load-tests/peers/launch.mjs'

import { bring, paper } from './papers.mjs'
import { browser, opened, percentile, stage, text, window_ } from './stage.mjs'
import { noteKeys, noteLetters } from './watching.mjs'

/** Milliseconds between two keys: somebody who types fast. */
const PACE = 110

async function pair (browsers, parts, id, socket) {
  const [one, other] = [await window_(browsers[0], parts, parts.ana, { socket }), await window_(browsers[1], parts, parts.ben, { socket })]
  return { contexts: [one, other], pages: [await opened(one, id), await opened(other, id)] }
}

async function typed ([one, other], keys) {
  const last = (page) => text(page).locator('> p').last()
  await last(one).click()
  await one.keyboard.press('Control+End')
  await one.evaluate(noteKeys)
  await (await text(other).elementHandle()).evaluate(noteLetters)
  for (let at = 0; at < keys; at++) {
    const began = performance.now()
    await one.keyboard.press('x')
    await one.waitForTimeout(Math.max(0, PACE - (performance.now() - began)) * (0.8 + Math.random() * 0.4))
  }
  await other.waitForFunction((wanted) => window.shown.filter(Boolean).length >= wanted, keys, { timeout: 20_000 })
  const pressed = await one.evaluate(() => window.keys)
  const { applied, shown } = await other.evaluate(() => ({ applied: window.applied, shown: window.shown }))
  return { applied: applied.slice(0, keys).map((at, index) => at - pressed[index]), shown: shown.slice(0, keys).map((at, index) => at - pressed[index]) }
}

const figures = (name, times) => {
  const figure = (of, hundredth) => Math.round(percentile(times.flatMap((round) => round[of]), hundredth) * 10) / 10
  return { server: name, keys: times.flatMap(({ shown }) => shown).length, p50: figure('shown', 50), p95: figure('shown', 95), applied_p50: figure('applied', 50), applied_p95: figure('applied', 95) }
}

/** The figures of both servers; they take turns. */
export async function keystrokes (ends, { rounds = 4, keys = 80, pages = 3 } = {}) {
  const parts = await stage(ends)
  const browsers = [await browser(ends), await browser(ends)]
  const peer = await launch('hocuspocus')
  ends.after(() => peer.sweep())
  const { id } = await parts.call(parts.ana.token, 'POST', '/workspaces/studio/pages', { title: 'Typed in' })
  const update = paper(pages)
  await bring(`${parts.server.ws}/collab`, id, parts.ana.token, update)
  await bring(peer.ws, id, 'anybody', update)
  const found = { renexus: [], hocuspocus: [] }
  for (let round = 0; round < rounds; round++) {
    for (const [name, socket] of [['renexus', undefined], ['hocuspocus', peer.ws]]) {
      const { contexts, pages: two } = await pair(browsers, parts, id, socket)
      found[name].push(await typed(two, keys))
      for (const context of contexts) await context.close()
    }
  }
  return Object.entries(found).map(([name, times]) => figures(name, times))
}
