// The processes of a turn: the model service, which is started again when it dies, and the server.

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
/** Milliseconds that a server has to be ready. */
const PATIENCE = 20_000

const children = new Set()

const begin = (program, args, options = {}) => {
  const child = spawn(program, args, { cwd: ROOT, stdio: ['ignore', 'pipe', 'ignore'], ...options })
  children.add(child)
  child.once('exit', () => children.delete(child))
  return child
}

const kill = async (child) => {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = once(child, 'exit')
  child.kill('SIGKILL')
  await gone
}

/** Ends whatever still runs. */
export const ended = () => {
  for (const child of children) child.kill('SIGKILL')
}

const freePort = () => new Promise((resolve, reject) => {
  const probe = createServer()
  probe.once('error', reject)
  probe.listen(0, '127.0.0.1', () => {
    const { port } = probe.address()
    probe.close(() => resolve(port))
  })
})

/** The model service, on the same port each time it comes back. It is not what is measured, so everything else goes first. */
export async function service () {
  const port = await freePort()
  const script = join('tests', 'model-server', 'server.mjs')
  let child
  let deaths = 0
  let over = false
  const start = async () => {
    child = begin('nice', ['-n', '19', process.execPath, script, String(port)])
    child.once('exit', () => {
      if (over) return
      deaths += 1
      void start()
    })
    await once(createInterface(child.stdout), 'line')
  }
  await start()
  return {
    url: `http://127.0.0.1:${port}`,
    deaths: () => deaths,
    stop: async () => {
      over = true
      await kill(child)
    }
  }
}

/** Two processes that have nothing to do with anything, each at work half of the time in moments of two milliseconds, behind all others. */
export function strangers () {
  const work = 'const turn = () => { for (const until = performance.now() + 2; performance.now() < until;); setTimeout(turn, 2) }; turn()'
  const all = [1, 2].map(() => begin('nice', ['-n', '19', process.execPath, '-e', work]))
  return { deaths: () => 0, stop: () => Promise.all(all.map(kill)) }
}

/** A server of its own folder; with an assistant that never leaves its service alone. */
export async function serve (data, assistant) {
  const port = await freePort()
  const env = {
    ...process.env,
    RENEXUS__AUTH__ANONYMOUS: 'write',
    RENEXUS__ACCOUNTS__REGISTRATION: 'open',
    ...(assistant && {
      RENEXUS__ASSISTANT__URL: `${assistant.url()}/v1`,
      RENEXUS__ASSISTANT__MODEL: assistant.model,
      RENEXUS__ASSISTANT__AT_ONCE_PER_WORKSPACE: '8',
      RENEXUS__ASSISTANT__ATTEMPTS: '20',
      RENEXUS__ASSISTANT__RETRY_SECONDS: '0.1',
      RENEXUS__ASSISTANT__SILENCE_SECONDS: '1',
      RENEXUS__ASSISTANT__BREAKER_FAILURES: '1000000',
      RENEXUS__ASSISTANT__TOKENS_PER_DAY: '1000000000'
    })
  }
  const child = begin(process.env.RENEXUS_BIN, ['serve', '--listen', `127.0.0.1:${port}`, '--data', data], { env, stdio: 'ignore' })
  const base = `http://127.0.0.1:${port}`
  for (const began = Date.now(); ;) {
    if (await fetch(`${base}/health/ready`).then(({ ok }) => ok, () => false)) break
    if (Date.now() - began > PATIENCE || child.exitCode !== null) throw new Error('the server does not start')
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  return { base, port, pid: child.pid, stop: () => kill(child) }
}

/** Runs a program to its end. */
export async function run (program, args) {
  const child = begin(program, args, { stdio: ['ignore', 'ignore', 'inherit'] })
  const [code] = await once(child, 'exit')
  if (code !== 0) throw new Error(`${program} ${args.join(' ')} ended with ${code}`)
}
