// Starts and stops the server under test, and waits for things to become true.
//
// RENEXUS_BIN names the binary. Every server has its own data folder and is stopped by its pid.

import { execFile, spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { promisify } from 'node:util'

const READY_WITHIN_MS = 45_000
const STOP_WITHIN_MS = 45_000
const POLL_EVERY_MS = 10

/** Waits until `condition()` is truthy and returns its value; fails at the deadline, naming `what`. */
export async function until (what, condition, { within = 45_000 } = {}) {
  const deadline = Date.now() + within
  for (;;) {
    const value = await condition()
    if (value) return value
    if (Date.now() > deadline) throw new Error(`not within ${within} ms: ${what}`)
    await pause(POLL_EVERY_MS)
  }
}

/** Watches that `condition()` stays truthy for `time` ms; fails at once when it does not. */
export async function always (what, condition, { time }) {
  const end = Date.now() + time
  while (Date.now() < end) {
    if (!(await condition())) throw new Error(`did not stay true for ${time} ms: ${what}`)
    await pause(POLL_EVERY_MS)
  }
}

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms))

/** Servers that must not outlive this process, however it ends. */
const running = new Set()
process.once('exit', () => {
  for (const server of running) server.killNow()
})
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(1))

/** A server on a free port and an empty data folder; stopped and swept when test `t` ends. */
export async function startServer (t, env = {}) {
  const data = await mkdtemp(join(tmpdir(), 'renexus-clients-'))
  const server = new Server(data, env)
  running.add(server)
  t.after(async () => {
    for (const guest of server.guests) guest.leave()
    await server.stop()
    running.delete(server)
    await rm(data, { recursive: true, force: true })
  })
  await server.start()
  return server
}

class Server {
  constructor (data, env) {
    this.data = data
    this.env = env
    this.origin = null
    this.child = null
    this.log = []
    /** The link by which the first administrator registers; printed after the address. */
    this.setupLink = null
    /** Whoever must leave before the server ends, or would try to reconnect for ever. */
    this.guests = []
  }

  /** `http://127.0.0.1:PORT` of the present run. */
  get http () { return this.origin.href.replace(/\/$/, '') }

  get ws () { return this.http.replace(/^http/, 'ws') }

  /** Starts the binary; with `port` it comes back where old clients look for it. */
  async start ({ port = 0 } = {}) {
    this.child = spawn(binary(), ['serve', '--listen', `127.0.0.1:${port}`, '--data', this.data], {
      env: { ...process.env, ...this.env },
      stdio: ['ignore', 'pipe', 'pipe']
    })
    this.gone = new Promise((resolve) => this.child.once('exit', resolve))
    createInterface({ input: this.child.stderr }).on('line', (line) => this.log.push(line))
    const lines = createInterface({ input: this.child.stdout })
    lines.on('line', (line) => {
      const found = /listening on (http:\/\/\S+)/.exec(line)
      if (found) this.origin = new URL(found[1])
      const first = /first start (\S+)/.exec(line)
      if (first) this.setupLink = first[1]
    })
    this.origin = null
    await until('the server prints its address', () => {
      if (this.child.exitCode !== null) throw new Error(`the server ended at its start:\n${this.tail()}`)
      return this.origin
    }, { within: READY_WITHIN_MS })
    await until('the server is ready', () => this.isReady(), { within: READY_WITHIN_MS })
  }

  async isReady () {
    const answer = await fetch(`${this.http}/health/ready`).catch(() => null)
    return answer?.ok
  }

  /** SIGKILL: what a power cut looks like to the journal. */
  async kill () {
    this.killNow()
    await this.gone
  }

  /** The signal alone, for a test that must act within the same turn of its event loop. */
  killNow () { this.child?.kill('SIGKILL') }

  /** SIGTERM, then SIGKILL when draining takes too long. */
  async stop () {
    if (this.child === null || this.child.exitCode !== null || this.child.signalCode !== null) return
    this.child.kill('SIGTERM')
    const late = setTimeout(() => this.child.kill('SIGKILL'), STOP_WITHIN_MS)
    await this.gone
    clearTimeout(late)
  }

  /** A token as `renexus token` prints it. */
  async token ({ document = '*', level = 'write', name, ttl } = {}) {
    const args = ['token', '--data', this.data, '--document', document, '--level', level]
    if (name) args.push('--name', name)
    if (ttl) args.push('--ttl', ttl)
    const { stdout } = await promisify(execFile)(binary(), args, { env: { ...process.env, ...this.env } })
    return stdout.trim()
  }

  /** A REST request with a bearer token. */
  rest (method, path, { token, body } = {}) {
    return fetch(this.http + path, {
      method,
      headers: {
        ...(token ? { authorization: `Bearer ${token}` } : {}),
        ...(body ? { 'content-type': 'application/json' } : {})
      },
      body: body ? JSON.stringify(body) : undefined
    })
  }

  /** The last lines of its log, for messages of failing tests. */
  tail () { return this.log.slice(-20).join('\n') }
}

function binary () {
  const path = process.env.RENEXUS_BIN
  if (!path) throw new Error('set RENEXUS_BIN to the renexus binary')
  return path
}

/** The claims inside a JWT, unverified. */
export function claims (jwt) {
  return JSON.parse(Buffer.from(jwt.split('.')[1], 'base64url'))
}
