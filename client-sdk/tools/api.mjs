// Holds openapi.json equal to what the server says of itself. RENEXUS_BIN names the server.
import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const path = fileURLToPath(new URL('../openapi.json', import.meta.url))
const binary = process.env.RENEXUS_BIN
if (!binary) throw new Error('set RENEXUS_BIN to the renexus binary')
const said = execFileSync(binary, ['openapi'], { encoding: 'utf8', maxBuffer: 64 << 20 })

if (process.argv[2] === 'write') {
  writeFileSync(path, said)
} else if (readFileSync(path, 'utf8') !== said) {
  console.error('client-sdk/openapi.json is not what the server says; run: npm run api:write')
  process.exit(1)
}
