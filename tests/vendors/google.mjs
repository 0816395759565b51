// Google's storage, as far as it has its XML API in common with S3: a server of S3 that never hears who asks.
// Usage: node google.mjs PORT PORT-OF-S3

import { createServer, request } from 'node:http'

const [port, behind] = process.argv.slice(2).map(Number)

createServer((asked, answered) => {
  const { authorization: _, ...headers } = asked.headers
  const passed = request({ host: '127.0.0.1', port: behind, method: asked.method, path: asked.url, headers }, (answer) => {
    answered.writeHead(answer.statusCode, answer.headers)
    answer.pipe(answered)
  })
  passed.on('error', () => answered.destroy())
  asked.on('error', () => passed.destroy())
  asked.pipe(passed)
}).listen(port, '127.0.0.1')
