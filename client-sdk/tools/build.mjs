// Builds dist/: the modules with their types, and one file for pages without a bundler.
import { execFileSync } from 'node:child_process'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'

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
  outfile: `${dist}/page/renexus.js`,
})
// Made once here, so that the server compresses nothing.
const page = readFileSync(`${dist}/page/renexus.js`)
writeFileSync(`${dist}/page/renexus.js.gz`, gzipSync(page, { level: 9 }))
