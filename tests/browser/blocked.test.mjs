// People behind a proxy that lets no websocket through.

import assert from 'node:assert/strict'
import { createServer, request } from 'node:http'
import test from 'node:test'

import { open } from './harness.mjs'
import { studio } from './studio.mjs'
import { lines, made, opened, saved, text } from './writing.mjs'

/** A proxy in front of a server that refuses every upgrade, as some companies have it. */
async function refusing (t, origin) {
  const proxy = { refused: 0 }
  const server = createServer((incoming, outgoing) => {
    const { hostname, port } = new URL(origin)
    const onward = request({ hostname, port, path: incoming.url, method: incoming.method, headers: incoming.headers }, (answer) => {
      outgoing.writeHead(answer.statusCode, answer.headers)
      answer.pipe(outgoing)
      outgoing.flushHeaders()
    })
    onward.on('error', () => outgoing.destroy())
    outgoing.on('close', () => onward.destroy())
    incoming.pipe(onward)
  })
  server.on('upgrade', (_, socket) => {
    proxy.refused += 1
    socket.end('HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\nconnection: close\r\n\r\n')
  })
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.after(() => {
    server.closeAllConnections()
    server.close()
  })
  proxy.url = `http://127.0.0.1:${server.address().port}`
  return proxy
}

test('whoever gets no websocket writes and sees everything live all the same (SPEC WEB-16)', async (t) => {
  const stage = await open(t)
  const { ana, ben } = await studio(stage)
  const { id } = await made(stage, ana, 'Behind a proxy')
  const proxy = await refusing(t, stage.server.http)
  const hers = await stage.page(await stage.window({ baseURL: proxy.url }))
  await stage.login(hers, ana)
  await hers.goto(`/w/studio/docs/${id}`)
  await text(hers).waitFor()
  const his = await opened(stage, ben, id)
  await text(hers).click()
  await hers.keyboard.type('From behind the proxy.')
  await text(his).getByText('From behind the proxy.').waitFor()
  await saved(hers)
  await text(his).click()
  await his.keyboard.press('Control+End')
  await his.keyboard.type(' And an answer.')
  await text(hers).getByText('And an answer.').waitFor()
  assert.deepEqual(await lines(hers), ['From behind the proxy. And an answer.'])
  assert.ok(proxy.refused > 0, 'a websocket was tried, and refused')
  // Boards are as live as text.
  await hers.goto('/w/studio/projects/REN')
  await hers.getByText('Crash when a board has no columns').waitFor()
  await stage.call(ben.token, 'POST', '/workspaces/studio/tasks', { project: 'REN', title: 'Seen without a reload' })
  await hers.getByText('Seen without a reload').waitFor()
  stage.clean()
})
