// Starts a target on a free port and a data folder of its own; stops it by its pid.

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, rmSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { targets } from './targets.mjs'

const READY_WITHIN_MS = 20_000
const STOP_WITHIN_MS = 20_000
/** Ticks per second in /proc, the same on every Linux of today. */
const CLOCK_TICKS = 100

/** What must not outlive this process, however it ends. */
const running = new Set()
process.once('exit', () => {
  for (const server of running) {
    server.child.kill('SIGKILL')
    rmSync(server.data, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 })
  }
})
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(1))

/** A running target. `restart` keeps its port and data; `sweep` removes the data. */
export async function launch (name) {
  const server = new Launched(name, await mkdtemp(join(tmpdir(), `replay-${name}-`)), await freePort())
  running.add(server)
  try {
    await server.start()
  } catch (error) {
    await server.sweep()
    throw error
  }
  return server
}

class Launched {
  constructor (name, data, port) {
    this.name = name
    this.data = data
    this.port = port
    this.target = targets[name]
    this.complaints = []
  }

  get http () { return `http://127.0.0.1:${this.port}` }

  get ws () { return `ws://127.0.0.1:${this.port}` }

  async start () {
    const [command, ...args] = this.target.command(this.port, this.data)
    const env = { ...process.env, ...this.target.env(this.port, this.data) }
    this.child = spawn(command, args, { env, stdio: ['ignore', 'ignore', 'pipe'] })
    this.gone = once(this.child, 'exit')
    this.gone.catch((error) => { this.broken = error })
    this.child.stderr.setEncoding('utf8').on('data', (text) => {
      this.complaints = [...this.complaints, text].slice(-20)
    })
    const deadline = Date.now() + READY_WITHIN_MS
    while (!(await answers(this.port))) {
      if (this.broken) throw new Error(`${this.name} cannot be started: ${this.broken.message}`)
      if (this.child.exitCode !== null) throw new Error(`${this.name} ended at its start: ${this.complaints.join('')}`)
      if (Date.now() > deadline) throw new Error(`${this.name} does not listen`)
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
  }

  /** Processor seconds that it has used so far; undefined where there is no /proc. */
  cpuSeconds () {
    try {
      const stat = readFileSync(`/proc/${this.child.pid}/stat`, 'utf8')
      const [user, system] = stat.slice(stat.lastIndexOf(')') + 2).split(' ').slice(11, 13).map(Number)
      return (user + system) / CLOCK_TICKS
    } catch {
      return undefined
    }
  }

  /** SIGKILL: nothing that waits in memory is saved. */
  async kill () {
    this.child.kill('SIGKILL')
    await this.gone
  }

  async stop () {
    if (this.broken || this.child.exitCode !== null || this.child.signalCode !== null) return
    this.child.kill('SIGTERM')
    const late = setTimeout(() => this.child.kill('SIGKILL'), STOP_WITHIN_MS)
    await this.gone
    clearTimeout(late)
  }

  async sweep () {
    await this.stop()
    running.delete(this)
    await rm(this.data, { recursive: true, force: true })
  }
}

async function freePort () {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address()
  probe.close()
  await once(probe, 'close')
  return port
}

function answers (port) {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    socket.on('connect', () => { socket.destroy(); resolve(true) })
    socket.on('error', () => resolve(false))
  })
}
