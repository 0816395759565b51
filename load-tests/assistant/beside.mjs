// What editing costs beside an assistant whose model hangs, floods or dies: the same load on a server without an
// assistant and on one whose assistant is at work, in turn, in one run.
//
//   node load-tests/assistant/beside.mjs      (`make bench-assistant`; RENEXUS_BIN and RENEXUS_LOAD name the binaries)
//
// ROUNDS, SCENARIO and MODELS say how much. `MODELS=stranger` says what the machine does to the figure: there is no assistant, and
// processes of no concern to the server work beside it. It ends with 1 when p99 of deliveries is more than a tenth above.

import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { busy } from './asking.mjs'
import { ended, run, serve, service, strangers } from './processes.mjs'

const ROUNDS = Number(process.env.ROUNDS ?? 4)
const SCENARIO = process.env.SCENARIO ?? 'light-fan-out'
/** Seconds of load: so long that floods are cut off and begin anew meanwhile. */
const SECONDS = 24
const MODELS = (process.env.MODELS ?? 'hang flood die').split(' ')
/** How much more p99 may be with the assistant at work. */
const MOST = 1.1

const median = (numbers) => {
  const sorted = [...numbers].sort((one, other) => one - other)
  const half = sorted.length >> 1
  return sorted.length % 2 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2
}
const shown = (ms) => `${ms.toFixed(2)} ms`.padStart(10)

/** One turn: a fresh server, the load, and what its readers saw. */
async function turn (folder, model) {
  const isAsked = model !== null && model !== 'stranger'
  const models = isAsked ? await service() : model && strangers()
  const server = await serve(await mkdtemp(join(folder, 'data-')), isAsked ? { url: () => models.url, model } : null)
  const asking = isAsked ? await busy(server.base) : null
  try {
    const target = join(folder, 'target.toml')
    await writeFile(target, [
      'description = "a server that runs already"', `port = ${server.port}`, `pid = ${server.pid}`, 'markers = true',
      '[protocols]', 'y-websocket = "ws://127.0.0.1:{port}/yjs/{document}"', ''
    ].join('\n'))
    const report = join(folder, 'report.json')
    await run(process.env.RENEXUS_LOAD, ['run', SCENARIO, '--target', target, '--set', `phase.0.seconds=${SECONDS}`, '--seed', '1', '--json', report])
    const said = JSON.parse(await readFile(report, 'utf8'))
    return { said, asked: (await asking?.over()) ?? null, deaths: models?.deaths() ?? 0 }
  } finally {
    asking?.leave()
    await server.stop()
    await models?.stop()
  }
}

for (const signal of ['SIGINT', 'SIGTERM']) {
  process.once(signal, () => {
    ended()
    process.exit(1)
  })
}
const folder = await mkdtemp(join(tmpdir(), 'renexus-beside-'))
let held = true
try {
  console.log(`${SCENARIO}, p99 of deliveries, ${ROUNDS} rounds of a server without an assistant and one with it\n`)
  console.log(`${'model'.padEnd(8)}${'round'.padStart(6)}${'without'.padStart(11)}${'with'.padStart(11)}   what it did meanwhile`)
  for (const model of MODELS) {
    const seen = { without: [], with: [] }
    for (let round = 1; round <= ROUNDS; round++) {
      const plain = (await turn(folder, null)).said
      const beside = await turn(folder, model)
      seen.without.push(p99(plain))
      seen.with.push(p99(beside.said))
      const { attempts, failures } = beside.asked ?? { attempts: null }
      const did = attempts === null ? 'no assistant' : `${attempts} attempts, ${failures} of them failed; the service died ${beside.deaths} times`
      console.log(`${model.padEnd(8)}${String(round).padStart(6)} ${shown(p99(plain))} ${shown(p99(beside.said))}   ${did}`)
      if (attempts === 0) throw new Error('the assistant did nothing')
    }
    const ratio = median(seen.with) / median(seen.without)
    held &&= ratio <= MOST
    console.log(`${model.padEnd(8)}${'median'.padStart(6)} ${shown(median(seen.without))} ${shown(median(seen.with))}   ${ratio <= MOST ? 'held' : 'NOT HELD'}: ${ratio.toFixed(2)} times\n`)
  }
} finally {
  ended()
  await rm(folder, { recursive: true, force: true })
}
process.exitCode = held ? 0 : 1

/** p99 of deliveries in milliseconds, of a report in which nothing was lost. */
function p99 ({ phases: [phase] }) {
  if (phase.lost !== 0) throw new Error(`${phase.lost} deliveries were lost`)
  return phase.latency.p99 / 1e3
}
