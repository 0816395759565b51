// A Hocuspocus server as its documentation sets it up for durable use: the SQLite extension, default debounce
// (a changed document is stored whole, 2 s after the last change and at least every 10 s).
// PORT and DATA come from the environment.

import { join } from 'node:path'

import { SQLite } from '@hocuspocus/extension-sqlite'
import { Server } from '@hocuspocus/server'

const { PORT, DATA } = process.env

const server = new Server({
  address: '127.0.0.1',
  port: Number(PORT),
  quiet: true,
  stopOnSignals: true,
  extensions: [new SQLite({ database: join(DATA, 'hocuspocus.sqlite') })]
})
await server.listen()
console.log(`listening on http://127.0.0.1:${PORT}`)
