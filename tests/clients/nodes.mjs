// Several nodes of one server, on the PostgreSQL, the Redis and the S3 that `tools/services` starts.

import { execFile } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

import { startServer } from './harness.mjs'

const run = promisify(execFile)

/**
 * The settings that the nodes of one new server share: a database of its own, and what it has in Redis and S3.
 * All of it goes when the services do.
 */
export async function sharedSettings (t) {
  // Names of files of the S3 server hold whole keys: it is short.
  const name = `c${randomUUID().slice(0, 8)}`
  const postgres = service('RENEXUS_TEST_POSTGRES')
  await run('psql', ['-qX', '-v', 'ON_ERROR_STOP=1', '-c', `CREATE DATABASE ${name}`, `${postgres}/postgres`])
  const keys = await mkdtemp(join(tmpdir(), 'renexus-keys-'))
  t.after(() => rm(keys, { recursive: true, force: true }))
  const s3 = new URL(service('RENEXUS_TEST_S3'))
  return {
    RENEXUS__DATABASE__URL: `${postgres}/${name}`,
    RENEXUS__REDIS__URL: service('RENEXUS_TEST_REDIS'),
    RENEXUS__REDIS__PREFIX: `${name}:`,
    RENEXUS__AUTH__KEYS: keys,
    RENEXUS__BLOBS__URL: `s3:/${s3.pathname}/${name}`,
    RENEXUS__BLOBS__ENDPOINT: s3.origin,
    RENEXUS__BLOBS__ACCESS_KEY: s3.username,
    RENEXUS__BLOBS__SECRET_KEY: s3.password
  }
}

/** So many nodes of one server. */
export async function startNodes (t, count, env = {}) {
  const shared = await sharedSettings(t)
  const nodes = []
  for (let node = 0; node < count; node++) nodes.push(await startServer(t, { ...shared, ...env }))
  return nodes
}

/** What stands at /metrics: every line by its name with labels, and its value. */
export async function figures (server) {
  const text = await (await fetch(`${server.http}/metrics`)).text()
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'))
  return new Map(lines.map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.slice(line.lastIndexOf(' ') + 1))]))
}

function service (name) {
  const address = process.env[name]
  if (!address) throw new Error(`${name} is not set: run this inside of tools/services`)
  return address
}
