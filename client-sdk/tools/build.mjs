// Builds dist/: the modules with their types, and one file for pages without a bundler.
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

import { build } from 'esbuild'

import { writeSchema } from './schema.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
const dist = `${root}dist`

writeSchema()
rmSync(dist, { recursive: true, force: true })
execFileSync(process.execPath, [`${root}node_modules/typescript/bin/tsc`, '-p', `${root}tsconfig.build.json`], { stdio: 'inherit' })

await build({
  entryPoints: [`${root}tools/page.mjs`],
  bundle: true,
  splitting: false,
  format: 'esm',
  target: 'es2022',
  minify: true,
  legalComments: 'none',
  outfile: `${dist}/renexus.js`,
})
const hash = createHash('sha384').update(readFileSync(`${dist}/renexus.js`)).digest('base64')
writeFileSync(`${dist}/integrity.json`, `${JSON.stringify({ 'renexus.js': `sha384-${hash}` })}\n`)
