// A process that only reads, and says when it holds the final text.

import { openEditor } from './editor.mjs'
import { readTrace } from './trace.mjs'

process.once('disconnect', () => process.exit())
process.once('message', async ({ protocol, address, document, limit }) => {
  const { endContent } = readTrace(limit)
  const editor = await openEditor(protocol, address, document)
  let equal = false
  const look = () => {
    if (equal || editor.text.length !== endContent.length) return
    equal = editor.text.toString() === endContent
    if (equal) process.send({ equalAt: Date.now() })
  }
  editor.doc.on('update', look)
  process.send({ ready: true })
  look()
})
