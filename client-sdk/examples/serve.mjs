// Serves one example on loopback: its page, its bundle, and tokens. Usage: node serve.mjs plain|react|editors
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { fileURLToPath } from 'node:url'

import { build } from 'esbuild'

import { token, url } from './token.mjs'

const name = process.argv[2] ?? 'plain'
const folder = fileURLToPath(new URL(`./${name}/`, import.meta.url))
const page = readFileSync(`${folder}index.html`, 'utf8').replaceAll('RENEXUS_URL', url)
const bundle = name === 'plain' ? '' : await bundled()
let visitors = 0

createServer((request, response) => {
  const answer = (type, body) => response.setHeader('content-type', type).end(body)
  if (request.url === '/') answer('text/html; charset=utf-8', page)
  else if (request.url === '/main.js') answer('text/javascript; charset=utf-8', bundle)
  else if (request.url === '/token') answer('text/plain', token(`Visitor ${++visitors}`))
  else response.writeHead(404).end()
}).listen(Number(process.env.PORT ?? 0), '127.0.0.1', function () {
  console.log(`http://127.0.0.1:${this.address().port}`)
})

async function bundled () {
  const { outputFiles } = await build({
    entryPoints: [`${folder}main.jsx`],
    bundle: true,
    format: 'esm',
    jsx: 'automatic',
    write: false,
    define: { RENEXUS_URL: JSON.stringify(url), 'process.env.NODE_ENV': '"development"' },
    // One Yjs and one client, wherever the example has its own packages.
    alias: Object.fromEntries(['yjs', 'y-protocols', 'lib0'].map((id) => [id, fileURLToPath(new URL(`../node_modules/${id}`, import.meta.url))])),
  })
  return outputFiles[0].text
}
