// The reference y-websocket server with its LevelDB persistence: every update is put, none is synced to disk.
// PORT and DATA come from the environment.

import { join } from 'node:path'

const { PORT, DATA } = process.env

process.env.HOST = '127.0.0.1'
process.env.YPERSISTENCE = join(DATA, 'leveldb')
// The package exports no entry for its server: this is the file that its own command runs.
await import('./node_modules/@y/websocket-server/src/server.js')
console.log(`listening on http://127.0.0.1:${PORT}`)
