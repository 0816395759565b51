// The figures of the web app in a real browser: node bench/main.mjs [PART…] (RENEXUS_BIN names an optimised server).
// A table on the terminal, everything as JSON in the file that JSON names. Ends with 1 when a figure is missed. Other work
// on the machine spoils these figures: how much slower it was than at its best is told with each.

import { mkdir, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'

import { building } from './building.mjs'
import { dragging } from './dragging.mjs'
import { keystrokes } from './keystrokes.mjs'
import { Quiet } from './quiet.mjs'
import { loading, scrolling } from './reading.mjs'
import { Ends } from './stage.mjs'

const JSON_FILE = process.env.JSON ?? new URL('../../../bench/web.json', import.meta.url).pathname

/** Of each part: how it is measured, and what has to hold of what was found. */
const PARTS = {
  keystrokes: {
    measure: keystrokes,
    lines: ([ours, theirs]) => [
      ['key to the other screen, p50', `${ours.p50} ms`, '25 ms', ours.p50 <= 25, `Hocuspocus ${theirs.p50} ms`],
      ['key to the other screen, p95', `${ours.p95} ms`, '50 ms', ours.p95 <= 50, `Hocuspocus ${theirs.p95} ms`],
      ['key to the text of the other page, p50', `${ours.applied_p50} ms`, 'not slower', ours.applied_p50 <= theirs.applied_p50 * 1.1, `Hocuspocus ${theirs.applied_p50} ms; p95 ${ours.applied_p95} and ${theirs.applied_p95} ms`]
    ]
  },
  loading: {
    measure: loading,
    lines: (found) => [['largest paint of a document, empty cache', `${found.largest_p50} ms`, '1500 ms', found.largest_p50 <= 1_500, `processor ${found.slower} times slower; first paint ${found.first_p50} ms, text ${found.readable_p50} ms`]]
  },
  scrolling: {
    measure: scrolling,
    lines: ({ pages, opens, wheel, fling, back, typing }) => [
      [`${pages} pages until they are there`, `${opens} ms`, '', true, ''],
      ...Object.entries({ wheel, fling, back }).map(([name, { rate, longest }]) => [`${pages} pages scrolled: ${name}`, `${Math.round(rate)} frames/s`, '50 frames/s', rate >= 50, `longest frame ${Math.round(longest)} ms`]),
      [`${pages} pages typed into`, `${Math.round(typing.rate)} frames/s`, '', true, `longest frame ${Math.round(typing.longest)} ms`]
    ]
  },
  dragging: {
    measure: dragging,
    lines: (found) => [[`longest frame while a card of ${found.cards} is carried`, `${found.longest} ms`, '50 ms', found.longest <= 50, `${found.over50} frames were longer; ${found.rate} frames/s`]]
  },
  building: {
    measure: building,
    lines: (found) => [
      ['build of the web app, everything installed', `${found.changed_seconds} s`, '60 s', found.changed_seconds <= 60, `after a change of the SDK ${found.sdk_changed_seconds} s`],
      ['build of the web app in a fresh clone', `${found.fresh_seconds} s`, '60 s', found.fresh_seconds <= 60, 'with npm ci, which asks the registry']
    ]
  }
}

const wanted = process.argv.slice(2)
const unknown = wanted.filter((name) => !(name in PARTS))
if (unknown.length > 0) throw new Error(`no such part: ${unknown.join(', ')}; there are ${Object.keys(PARTS).join(', ')}`)

const found = {}
const lines = []
for (const [name, { measure, lines: tell }] of Object.entries(PARTS)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue
  const ends = new Ends()
  try {
    process.stderr.write(`${name} …\n`)
    const quiet = new Quiet()
    const result = await measure(ends)
    const slower = quiet.end()
    found[name] = { slower, result }
    lines.push(...tell(result).map((line) => [...line.slice(0, 4), [line[4], `machine ${slower} times slower than at its best`].filter(Boolean).join('; ')]))
  } finally {
    await ends.end()
  }
}
await mkdir(dirname(JSON_FILE), { recursive: true })
await writeFile(JSON_FILE, `${JSON.stringify(found, null, 2)}\n`)
const widths = [0, 1, 2].map((column) => Math.max(...lines.map((line) => line[column].length)))
for (const [what, is, most, holds, more] of lines) console.log(`${holds ? ' ' : '!'} ${what.padEnd(widths[0])}  ${is.padStart(widths[1])}  ${most.padStart(widths[2])}  ${more}`)
process.exitCode = lines.every(([, , , holds]) => holds) ? 0 : 1
