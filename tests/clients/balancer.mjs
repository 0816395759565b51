// nginx with the configuration of deploy/nginx, unprivileged, on a free port, in front of nodes.

import { spawn } from 'node:child_process'
import { chown, copyFile, mkdir, mkdtemp, open, readFile, rm, writeFile } from 'node:fs/promises'
import { request } from 'node:http'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { until } from './harness.mjs'

const SHIPPED = fileURLToPath(new URL('../../deploy/nginx/', import.meta.url))
/** `nobody` of every Linux: nginx needs no rights. */
const NOBODY = 65534

/** What the template names, and nothing else, as the container image of nginx replaces it. */
export function filled (template, values) {
  return template.replace(/\$\{(\w+)\}/g, (whole, name) => values[name] ?? whole)
}

/** The shipped nginx in front of nodes; stopped and swept when test `t` ends. */
export async function startBalancer (t, nodes) {
  const prefix = await mkdtemp(join(tmpdir(), 'renexus-nginx-'))
  const balancer = new Balancer(prefix, nodes[0].guests)
  process.once('exit', balancer.stopNow)
  t.after(async () => {
    await balancer.stop()
    process.off('exit', balancer.stopNow)
    await rm(prefix, { recursive: true, force: true })
  })
  await balancer.start(nodes)
  return balancer
}

/** Looks like a server to editors, and leads to one. */
class Balancer {
  constructor (prefix, guests) {
    this.prefix = prefix
    /** They leave before the first node does. */
    this.guests = guests
    this.stopNow = () => this.child?.kill('SIGTERM')
  }

  get http () { return `http://127.0.0.1:${this.port}` }

  get ws () { return `ws://127.0.0.1:${this.port}` }

  async start (nodes) {
    this.port = await freePort()
    await mkdir(join(this.prefix, 'conf.d'))
    await copyFile(join(SHIPPED, 'nginx.conf'), join(this.prefix, 'nginx.conf'))
    const template = await readFile(join(SHIPPED, 'renexus.conf'), 'utf8')
    const named = nodes.map((node) => `server ${node.origin.host} max_fails=1 fail_timeout=5s;`)
    await writeFile(join(this.prefix, 'conf.d', 'renexus.conf'), filled(template, {
      RENEXUS_LISTEN: `127.0.0.1:${this.port}`,
      RENEXUS_NODES: named.join(' ')
    }))
    // Both logs of nginx go there, so each has to write behind the other.
    const log = await open(join(this.prefix, 'log'), 'a')
    const root = process.getuid() === 0
    if (root) for (const path of [this.prefix, join(this.prefix, 'log')]) await chown(path, NOBODY, NOBODY)
    this.child = spawn('nginx', ['-p', this.prefix, '-c', join(this.prefix, 'nginx.conf'), '-e', 'stderr', '-g', 'daemon off;'], {
      stdio: ['ignore', log.fd, log.fd],
      ...(root ? { uid: NOBODY, gid: NOBODY } : {})
    })
    let failure = null
    this.gone = new Promise((resolve) => {
      this.child.once('exit', resolve)
      this.child.once('error', (error) => { failure = error; resolve() })
    })
    await log.close()
    await until('nginx leads to a node', async () => {
      if (failure) throw new Error(`${failure.message}; see tools/need nginx`)
      if (this.child.exitCode !== null) throw new Error(`nginx ended at its start:\n${await this.log()}`)
      return (await fetch(`${this.http}/health/ready`).catch(() => null))?.ok
    })
  }

  async stop () {
    if (!this.child || this.child.exitCode !== null || this.child.signalCode !== null) return
    this.child.kill('SIGTERM')
    await this.gone
  }

  /** Everything that nginx wrote. */
  log () { return readFile(join(this.prefix, 'log'), 'utf8') }

  /** The lines about requests; the last one may not be whole yet. */
  async requests () {
    const lines = (await this.log()).split('\n').slice(0, -1).filter((line) => line.startsWith('{'))
    return lines.map((line) => JSON.parse(line))
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
}

/** Begins a request whose body is written by hand; `answer` is what comes back. */
export function begin (method, address, { headers, from } = {}) {
  const begun = request(address, { method, headers, localAddress: from })
  begun.answer = new Promise((resolve, reject) => begun.once('response', resolve).on('error', reject))
  // Who cuts the request expects no answer.
  begun.answer.catch(() => {})
  return begun
}

function freePort () {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address()
      server.close(() => resolve(port))
    })
  })
}
