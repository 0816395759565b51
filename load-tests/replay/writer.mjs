// The process that types: every edit of the trace, one transaction each, as fast as its client may.
//
// It holds back while WINDOW edits are unacknowledged (where the protocol acknowledges) or
// BUFFER_BYTES wait in its socket, and lets its event loop turn every BURST edits. The y-sweet
// server drops what exceeds 1,024 frames to one connection, two per edit: the window keeps clear of it.

import { openEditor } from './editor.mjs'
import { edit, readTrace } from './trace.mjs'

const WINDOW = 256
const BUFFER_BYTES = 256 * 1024
const BURST = 100
const REPORT_EVERY_MS = 200

process.once('disconnect', () => process.exit())
process.once('message', async ({ protocol, address, document, limit }) => {
  const { edits, endContent } = readTrace(limit)
  const editor = await openEditor(protocol, address, document)
  process.send({ ready: true })
  await new Promise((resolve) => process.once('message', resolve))

  const startedAt = Date.now()
  let done = 0
  const ticker = setInterval(() => process.send({ done }), REPORT_EVERY_MS)
  while (done < edits.length) {
    const stop = Math.min(edits.length, done + BURST)
    while (done < stop && editor.unacknowledged < WINDOW && editor.bufferedBytes < BUFFER_BYTES) {
      edit(editor.text, edits[done])
      done += 1
    }
    await new Promise(setImmediate)
  }
  const typedAt = Date.now()
  while (editor.unacknowledged > 0 || editor.bufferedBytes > 0) await new Promise((resolve) => setTimeout(resolve, 1))
  clearInterval(ticker)
  process.send({
    finished: true,
    edits: done,
    startedAt,
    typedAt,
    acknowledgedAt: Date.now(),
    equal: editor.text.toString() === endContent
  })
})
