// The recorded keystrokes of a paper: see ../data/README.md.

import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'

/** `{ edits: [[position, deleted, inserted]], endContent }`, cut after `limit` edits when it is given. */
export function readTrace (limit = Infinity) {
  const file = new URL('../data/automerge-paper.json.gz', import.meta.url)
  const trace = JSON.parse(gunzipSync(readFileSync(file)))
  const edits = trace.txns.flatMap((txn) => txn.patches)
  if (edits.some(([, , inserted]) => /[\u{10000}-\u{10FFFF}]/u.test(inserted))) {
    throw new Error('positions count Unicode characters; this replay counts UTF-16 units')
  }
  if (limit >= edits.length) return { edits, endContent: trace.endContent }
  const taken = edits.slice(0, limit)
  return { edits: taken, endContent: textAfter(taken) }
}

/** Does one edit to a Y.Text, in one transaction. */
export function edit (text, [position, deleted, inserted]) {
  if (deleted > 0 && inserted !== '') {
    text.doc.transact(() => {
      text.delete(position, deleted)
      text.insert(position, inserted)
    })
  } else if (deleted > 0) {
    text.delete(position, deleted)
  } else {
    text.insert(position, inserted)
  }
}

function textAfter (edits) {
  let text = ''
  for (const [position, deleted, inserted] of edits) {
    text = text.slice(0, position) + inserted + text.slice(position + deleted)
  }
  return text
}
