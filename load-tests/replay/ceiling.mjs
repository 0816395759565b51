// What the client alone can do: the same edits with no server at all, updates encoded as a provider has them encoded.

import { Y } from '../peers/stock.mjs'
import { edit, readTrace } from './trace.mjs'

/** Edits per second of a lone Y.Doc. */
export function clientCeiling (limit) {
  const { edits, endContent } = readTrace(limit)
  const doc = new Y.Doc()
  const text = doc.getText('content')
  let bytes = 0
  doc.on('update', (update) => { bytes += update.length })
  const start = performance.now()
  for (const one of edits) edit(text, one)
  const seconds = (performance.now() - start) / 1000
  if (text.toString() !== endContent) throw new Error('the trace does not end in its own text')
  return { target: 'client alone', edits: edits.length, seconds, edits_per_second: edits.length / seconds, bytes }
}
