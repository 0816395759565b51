import { expect, test } from 'vitest'

import type { UploadProgress } from '../src/files.js'
import { startProxy } from './proxy.js'
import { startServer } from './server.js'
import { startStore } from './store.js'

function bytes(length: number): Uint8Array<ArrayBuffer> {
  return Uint8Array.from({ length }, (_, index) => (index * 31 + (index >> 8)) & 0xff)
}

// SPEC SDK-9
test('a file is brought with progress, and shown by a link', async () => {
  const server = await startServer()
  const ada = await server.human('Ada')
  await server.workspace(ada, 'studio')
  const content = bytes(3_000_000)
  const seen: UploadProgress[] = []
  const file = await ada.client.files.upload(new Blob([content]), {
    workspace: 'studio',
    name: 'Übersicht.bin',
    onProgress: (progress) => seen.push(progress),
  })
  expect(file).toMatchObject({ name: 'Übersicht.bin', size: content.length })
  expect(seen.length).toBeGreaterThan(2)
  expect(seen.map(({ sent }) => sent)).toEqual(seen.map(({ sent }) => sent).sort((one, two) => one - two))
  expect(seen.at(-1)).toEqual({ sent: content.length, total: content.length })
  const url = await ada.client.files.url(file.id, { workspace: 'studio' })
  expect(Buffer.compare(Buffer.from(await (await fetch(url)).arrayBuffer()), content)).toBe(0)
  expect(await ada.client.files.url(file.id, { workspace: 'studio' }), 'it is asked for once').toBe(url)
})

// SPEC SDK-9
test('an upload goes on after a cut, and ends when it is called off', async () => {
  const server = await startServer()
  const proxy = await startProxy(server.url)
  const ada = await server.human('Ada', { url: proxy.url })
  await server.workspace(ada, 'studio')
  const content = bytes(6_000_000)
  let cuts = 0
  const file = await ada.client.files.upload(new Blob([content]), {
    workspace: 'studio',
    onProgress: ({ sent }) => {
      if (sent > 0 && cuts < 2) {
        cuts += 1
        setTimeout(proxy.cut, 2)
      }
    },
  })
  expect(file.size).toBe(content.length)
  const stop = new AbortController()
  const upload = ada.client.files.upload(new Blob([content]), {
    workspace: 'studio',
    signal: stop.signal,
    onProgress: ({ sent }) => {
      if (sent > 0) stop.abort()
    },
  })
  await expect(upload).rejects.toMatchObject({ code: 'aborted' })
})

// SPEC SDK-9
test.each([200, 403])('a store that answers %i takes the file, or the server does', async (status) => {
  const store = await startStore(status)
  const server = await startServer(store.settings)
  const ada = await server.human('Ada')
  await server.workspace(ada, 'studio')
  const content = bytes(3_000_000)
  const seen: UploadProgress[] = []
  const upload = ada.client.files.upload(new Blob([content]), {
    workspace: 'studio',
    name: 'film.bin',
    onProgress: (progress) => seen.push(progress),
  })
  expect(await upload).toMatchObject({ name: 'film.bin', size: content.length })
  expect(store.brought.map(({ method, authorization }) => [method, authorization])).toEqual([['PUT', undefined]])
  expect(seen.at(-1)).toEqual({ sent: content.length, total: content.length })
})
