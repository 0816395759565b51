// Starts and stops the server under test, and waits for things to become true.
//
// RENEXUS_BIN names the binary. Every server has its own data folder and is stopped by its pid.

import { execFile, spawn, type ChildProcess } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { promisify } from 'node:util'

import { onTestFinished } from 'vitest'

import { createClient } from '../src/node/index.js'
import type { Client, ClientOptions } from '../src/client.js'

const READY_WITHIN_MS = 60_000
const STOP_WITHIN_MS = 45_000
const POLL_EVERY_MS = 10

export const PASSWORD = 'a password for tests'

/** Waits until `condition()` is truthy and returns its value; fails at the deadline, naming `what`. */
export async function until<Value>(what: string, condition: () => Value | Promise<Value>, within = 60_000): Promise<NonNullable<Value>> {
  const deadline = Date.now() + within
  for (;;) {
    const value = await condition()
    if (value) return value
    if (Date.now() > deadline) throw new Error(`not within ${within} ms: ${what}`)
    await pause(POLL_EVERY_MS)
  }
}

export const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

/** A server on a free port and an empty data folder; stopped and swept when the test ends. */
export async function startServer(settings: Record<string, string> = {}): Promise<Server> {
  const data = await mkdtemp(join(tmpdir(), 'renexus-sdk-'))
  const server = new Server(data, { RENEXUS__ACCOUNTS__REGISTRATION: 'open', ...settings })
  onTestFinished(async () => {
    for (const client of server.clients) client.destroy()
    await server.stop()
    await rm(data, { recursive: true, force: true })
  })
  await server.start()
  return server
}

/** Somebody who is logged in. */
export interface Human {
  readonly client: Client
  readonly id: string
}

export class Server {
  readonly clients: Client[] = []
  readonly #data: string
  readonly #settings: Record<string, string>
  readonly #log: string[] = []
  #child: ChildProcess | null = null
  url = ''

  constructor(data: string, settings: Record<string, string>) {
    this.#data = data
    this.#settings = settings
  }

  get port(): number {
    return Number(new URL(this.url).port)
  }

  /** Starts the binary; with `port` it comes back where old clients look for it. */
  async start(port = 0): Promise<void> {
    const child = spawn(binary(), ['serve', '--listen', `127.0.0.1:${port}`, '--data', this.#data], {
      env: { ...process.env, ...this.#settings },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    this.#child = child
    let address = ''
    createInterface({ input: child.stderr }).on('line', (line) => this.#log.push(line))
    createInterface({ input: child.stdout }).on('line', (line) => {
      address ||= /listening on (http:\/\/\S+)/.exec(line)?.[1] ?? ''
    })
    await until(
      'the server is ready',
      async () => {
        if (child.exitCode !== null) throw new Error(`the server ended at its start:\n${this.#log.slice(-20).join('\n')}`)
        return address !== '' && (await fetch(`${address}/health/ready`).catch(() => null))?.ok
      },
      READY_WITHIN_MS,
    )
    this.url = address.replace(/\/$/, '')
  }

  /** SIGKILL: what a power cut looks like to the journal. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL')
  }

  async stop(): Promise<void> {
    const late = setTimeout(() => this.#child?.kill('SIGKILL'), STOP_WITHIN_MS)
    await this.#end('SIGTERM')
    clearTimeout(late)
  }

  /** A client that is destroyed when the test ends. */
  client(options: Partial<ClientOptions> = {}): Client {
    const client = createClient({ url: this.url, ...options })
    this.clients.push(client)
    return client
  }

  /** A client with a token of the server, which reaches every document. */
  guest(level = 'write', name = 'Guest'): Client {
    return this.client({ getToken: () => this.token(level, name) })
  }

  async token(level: string, name: string, ttl = '1h'): Promise<string> {
    const args = ['token', '--data', this.#data, '--document', '*', '--level', level, '--name', name, '--ttl', ttl]
    const { stdout } = await promisify(execFile)(binary(), args, { env: { ...process.env, ...this.#settings } })
    return stdout.trim()
  }

  /** Registers somebody. */
  async human(name: string, options: Partial<ClientOptions> = {}): Promise<Human> {
    const client = this.client(options)
    const person = await client.auth.register({ email: `${name.toLowerCase()}@example.org`, name, password: PASSWORD })
    return { client, id: person.id }
  }

  /** A workspace of somebody; returns its id. */
  async workspace({ client }: Human, slug: string): Promise<string> {
    const made = await client.request<{ id: string }>('/api/v1/workspaces', { method: 'POST', body: { name: slug, slug } })
    return made.id
  }

  /** Brings somebody into a workspace. */
  async join(owner: Human, slug: string, [guest, role]: [Human, string]): Promise<void> {
    const path = `/api/v1/workspaces/${slug}/invitations`
    const { secret } = await owner.client.request<{ secret: string }>(path, { method: 'POST', body: { role } })
    await guest.client.request('/api/v1/invitations/accept', { method: 'POST', body: { secret } })
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    const child = this.#child
    if (child === null || child.exitCode !== null || child.signalCode !== null) return
    const gone = new Promise((resolve) => child.once('exit', resolve))
    child.kill(signal)
    await gone
  }
}

function binary(): string {
  const path = process.env['RENEXUS_BIN']
  if (!path) throw new Error('set RENEXUS_BIN to the renexus binary')
  return path
}
