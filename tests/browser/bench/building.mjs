// How long the web app takes to build: as in a fresh clone, and once what it needs is installed.

import { execFile } from 'node:child_process'
import { cp, mkdir, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'

import { folder } from './stage.mjs'

const run = promisify(execFile)
const ROOT = new URL('../../../', import.meta.url).pathname

/** Seconds that `tools/web` takes in a copy of the sources. */
export async function building (ends) {
  const copy = await folder()
  ends.after(() => rm(copy, { recursive: true, force: true }))
  const { stdout } = await run('git', ['ls-files', '-co', '--exclude-standard', 'client-sdk', 'web', 'tools', 'docs'], { cwd: ROOT, maxBuffer: 1 << 24 })
  for (const file of stdout.split('\n').filter(Boolean)) {
    await mkdir(dirname(join(copy, file)), { recursive: true })
    await cp(join(ROOT, file), join(copy, file))
  }
  const build = async () => {
    const began = performance.now()
    await run(join(copy, 'tools/web'), [], { cwd: copy, maxBuffer: 1 << 24 })
    return Math.round((performance.now() - began) / 100) / 10
  }
  const fresh = await build()
  await writeFile(join(copy, 'web/changed.txt'), 'as after a change')
  const again = await build()
  await writeFile(join(copy, 'client-sdk/changed.txt'), 'as after a change')
  const sdk = await build()
  return { fresh_seconds: fresh, changed_seconds: again, sdk_changed_seconds: sdk }
}
