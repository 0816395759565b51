// Writes the types of the REST from the description of it.
import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))

export function writeSchema () {
  const cli = `${root}node_modules/openapi-typescript/bin/cli.js`
  execFileSync(process.execPath, [cli, `${root}openapi.json`, '-o', `${root}src/generated/schema.ts`], { stdio: ['ignore', 'ignore', 'inherit'] })
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeSchema()
