// One run: a server, one writer, three readers, and a look at the disk after kill -9.

import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'

import { launch } from '../peers/launch.mjs'
import { targets } from '../peers/targets.mjs'
import { openEditor } from './editor.mjs'

const READERS = 3
const READERS_WITHIN_MS = 60_000
const FRESH_READER_WITHIN_MS = 30_000
const STALLED_AFTER_MS = 60_000

/**
 * Replays the trace through `target` with a writer of `protocol`; `onProgress(done)` hears how far it is.
 * A server that needs more than `minutes` is stopped, and its figure is that of the edits it took until then.
 */
export async function replay ({ target, writer: protocol, limit, minutes, onProgress = () => {} }) {
  const server = await launch(target)
  const address = { http: server.http, ws: server.ws, paths: server.target.paths }
  const crew = new Crew({ address, document: 'paper', limit })
  try {
    const writer = await crew.hire('writer.mjs', protocol)
    const readers = []
    for (const language of readerProtocols(target)) readers.push(await crew.hire('reader.mjs', language))

    const arrivals = Promise.all(readers.map((reader) => said(reader, 'equalAt')))
    arrivals.catch(() => {}) // looked at only when the writer comes to its end
    const typed = await watched(writer, { minutes, onProgress })
    const about = { target, writer: protocol, edits: typed.edits, acknowledged_means: targets[target].acknowledged }
    if (typed.unfinished) {
      return { ...about, ...pace(typed.edits, minutes * 60), server_cpu_seconds: server.cpuSeconds(), unfinished: true }
    }
    const arrived = await within(arrivals, READERS_WITHIN_MS)
    const cpu = server.cpuSeconds()
    if (target === 'renexus' && protocol === 'y-websocket') await acknowledgeAfter(address)
    await server.kill()
    crew.dismiss()

    await server.start()
    const witness = await crew.hire('reader.mjs', readerProtocols(target)[0])
    const found = await within(said(witness, 'equalAt'), FRESH_READER_WITHIN_MS)

    const end = Math.max(typed.acknowledgedAt, ...(arrived ?? []).map(({ equalAt }) => equalAt))
    return {
      ...about,
      ...pace(typed.edits, (end - typed.startedAt) / 1000),
      typed_seconds: (typed.typedAt - typed.startedAt) / 1000,
      acknowledged_seconds: (typed.acknowledgedAt - typed.startedAt) / 1000,
      server_cpu_seconds: cpu,
      converged: typed.equal && arrived !== null,
      durable: found !== null
    }
  } finally {
    crew.dismiss()
    await server.sweep()
  }
}

const pace = (edits, seconds) => ({ seconds, edits_per_second: Math.round(edits / seconds) })

/** Processes that each run one stock client. */
class Crew {
  constructor (task) {
    this.task = task
    this.workers = []
  }

  async hire (file, protocol) {
    const path = fileURLToPath(new URL(file, import.meta.url))
    const child = fork(path, { stdio: ['ignore', 'ignore', 'pipe', 'ipc'] })
    this.workers.push(child)
    child.complaints = ''
    child.stderr.setEncoding('utf8').on('data', (text) => { child.complaints = (child.complaints + text).slice(-2000) })
    child.heard = []
    child.on('message', (message) => child.heard.push(message))
    child.send({ ...this.task, protocol })
    await said(child, 'ready')
    return child
  }

  dismiss () {
    for (const child of this.workers) child.kill('SIGKILL')
    this.workers = []
  }
}

/** The first message of `child` that has `key`, also when it came already; rejected when the process ends before. */
function said (child, key) {
  const before = child.heard.find((message) => key in message)
  if (before) return Promise.resolve(before)
  return new Promise((resolve, reject) => {
    child.on('message', (message) => key in message && resolve(message))
    child.once('exit', () => reject(new Error(`a worker ended before it said "${key}": ${child.complaints}`)))
  })
}

/** Starts the writer and waits until it has finished, has used up its time, or has not got on for a while. */
async function watched (writer, { minutes, onProgress }) {
  const finished = said(writer, 'finished')
  finished.catch(() => {})
  const timers = {}
  let done = 0
  const timeUp = new Promise((resolve) => {
    timers.end = setTimeout(() => resolve({ unfinished: true, edits: done }), minutes * 60_000)
  })
  const stalled = new Promise((resolve, reject) => {
    const arm = () => {
      clearTimeout(timers.stall)
      timers.stall = setTimeout(() => reject(new Error(`stalled after ${done} edits`)), STALLED_AFTER_MS)
    }
    arm()
    writer.on('message', (message) => {
      if (!(message.done > done)) return
      done = message.done
      onProgress(done)
      arm()
    })
  })
  writer.send('go')
  try {
    return await Promise.race([finished, timeUp, stalled])
  } finally {
    clearTimeout(timers.end)
    clearTimeout(timers.stall)
  }
}

/** The value of `promise`, or null when it fails or takes longer than `ms`. */
async function within (promise, ms) {
  let timer
  const late = new Promise((resolve) => { timer = setTimeout(resolve, ms, null) })
  const value = await Promise.race([promise.catch(() => null), late])
  clearTimeout(timer)
  return value
}

/**
 * y-websocket acknowledges nothing. An edit of another client that comes after all of them and is
 * acknowledged stands behind all of them in the journal.
 */
async function acknowledgeAfter (address) {
  const editor = await openEditor('hocuspocus', address, 'paper')
  editor.text.insert(0, '.')
  editor.text.delete(0, 1)
  while (editor.unacknowledged > 0) await new Promise((resolve) => setTimeout(resolve, 5))
  editor.provider.destroy()
}

/** Renexus is read in all its protocols, a peer in its only one. */
function readerProtocols (target) {
  const spoken = Object.keys(targets[target].paths)
  return Array.from({ length: READERS }, (_, n) => spoken[n % spoken.length])
}
