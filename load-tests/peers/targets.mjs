// The servers that can be measured: how each is started, what it speaks, and what its acknowledgement means.

import { fileURLToPath } from 'node:url'

const here = (file) => fileURLToPath(new URL(file, import.meta.url))
const target = (profile) => here(`../../target/${profile}/renexus`)

/** Paths under which each protocol is served; `null` where the whole address is the path. */
export const targets = {
  renexus: {
    command: (port, data) => [process.env.RENEXUS_BIN ?? target('release'), 'serve', '--listen', `127.0.0.1:${port}`, '--data', data],
    // Visitors without a token may write: allowed on loopback only.
    env: () => ({ RENEXUS__AUTH__ANONYMOUS: 'write' }),
    paths: { hocuspocus: '/collab', 'y-websocket': '/yjs', 'y-sweet': '/d' },
    acknowledged: 'on disk (fsync)'
  },
  hocuspocus: {
    command: () => [process.execPath, here('hocuspocus.mjs')],
    env: (port, data) => ({ PORT: port, DATA: data }),
    paths: { hocuspocus: '' },
    acknowledged: 'in memory; on disk 2 to 10 s later'
  },
  'y-websocket': {
    command: () => [process.execPath, here('y-websocket.mjs')],
    env: (port, data) => ({ PORT: port, DATA: data }),
    paths: { 'y-websocket': '' },
    acknowledged: 'never'
  },
  'y-sweet': {
    command: (port, data) => [process.env.Y_SWEET_BIN ?? 'y-sweet', 'serve', data, '--host', '127.0.0.1', '--port', String(port)],
    env: () => ({ RUST_LOG: 'error' }),
    paths: { 'y-sweet': '/d' },
    acknowledged: 'in memory; on disk up to 10 s later'
  }
}
