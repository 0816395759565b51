// Fails when the core is larger than its budget: everything of `@renexus/client` beyond yjs and lib0, in gzip.
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'

import { build } from 'esbuild'

const BUDGET_BYTES = 25_000
const root = fileURLToPath(new URL('..', import.meta.url))

const { outputFiles } = await build({
  entryPoints: [`${root}dist/index.js`],
  bundle: true,
  splitting: true,
  format: 'esm',
  target: 'es2022',
  minify: true,
  legalComments: 'none',
  outdir: `${root}dist/size`,
  write: false,
  // React and the offline copy are loaded by those who use them.
  external: ['yjs', 'lib0/*', 'y-indexeddb'],
})
const bytes = outputFiles.reduce((sum, { contents }) => sum + gzipSync(contents, { level: 9 }).length, 0)
console.log(`core: ${bytes} bytes in gzip beyond yjs and lib0, at most ${BUDGET_BYTES}`)
if (bytes > BUDGET_BYTES) process.exit(1)
