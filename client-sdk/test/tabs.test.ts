// @vitest-environment jsdom
import { afterEach, expect, test, vi } from 'vitest'

import { Tabs } from '../src/auth/tabs.js'

const ORIGIN = 'https://renexus.example'

afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
  localStorage.clear()
})

// SPEC SDK-4
test('a page that starts does not wait for what tabs told each other before', async () => {
  const locks = { request: (_name: string, act: () => Promise<unknown>) => act() }
  vi.stubGlobal('navigator', Object.assign(Object.create(navigator) as Navigator, { locks }))
  const before = new Tabs(ORIGIN)
  before.tell(null)
  before.destroy()
  // No time goes by here: whoever waits, waits for ever.
  vi.useFakeTimers()
  const after = new Tabs(ORIGIN)
  const acted = vi.fn(() => Promise.resolve('asked'))
  void after.alone(acted)
  await Promise.resolve()
  await Promise.resolve()
  expect(acted).toHaveBeenCalledOnce()
  after.destroy()
})
