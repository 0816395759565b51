#!/usr/bin/env node
// Types the keystrokes of a real paper through a live server.
//
//   node replay.mjs [--target renexus] [--writer hocuspocus] [--edits N]
//   node replay.mjs --compare [--edits N] [--minutes 15]
//
// One JSON line per run on stdout; a bar and, with --compare, a table on stderr.
// RENEXUS_BIN and Y_SWEET_BIN name the binaries; npm packages come from ../peers (npm ci there first).

import { parseArgs } from 'node:util'

import { targets } from '../peers/targets.mjs'
import { clientCeiling } from './ceiling.mjs'
import { progressBar, table } from './report.mjs'
import { replay } from './run.mjs'
import { readTrace } from './trace.mjs'

/** Peers speak one protocol; Renexus is measured beside each of them with that protocol's writer. */
const COMPARED = [
  ['renexus', 'hocuspocus'], ['hocuspocus', 'hocuspocus'],
  ['renexus', 'y-sweet'], ['y-sweet', 'y-sweet'],
  ['renexus', 'y-websocket'], ['y-websocket', 'y-websocket']
]

const { values: options } = parseArgs({
  options: {
    target: { type: 'string', default: 'renexus' },
    writer: { type: 'string' },
    edits: { type: 'string' },
    minutes: { type: 'string', default: '15' },
    compare: { type: 'boolean', default: false }
  }
})
const limit = options.edits === undefined ? undefined : Number(options.edits)
const runs = options.compare ? COMPARED : [[options.target, options.writer ?? defaultWriter(options.target)]]
const total = readTrace(limit).edits.length

const results = [print(clientCeiling(limit))]
for (const [target, writer] of runs) {
  const bar = progressBar(`${target} ← ${writer}`, total)
  const result = await replay({ target, writer, limit, minutes: Number(options.minutes), onProgress: bar.at })
    .catch((error) => ({ target, writer, failed: error.message, converged: false, durable: false }))
  bar.end()
  results.push(print(result))
}
if (options.compare) console.error(`\n${table(results)}`)

const ours = results.filter(({ target }) => target === 'renexus')
process.exit(ours.every(({ converged, durable }) => converged && durable) ? 0 : 1)

function print (result) {
  console.log(JSON.stringify(result))
  return result
}

function defaultWriter (target) {
  if (!(target in targets)) throw new Error(`no such target: ${target}; there are ${Object.keys(targets).join(', ')}`)
  return Object.keys(targets[target].paths)[0]
}
