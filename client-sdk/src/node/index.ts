import WebSocket from 'ws'

import { Client, type ClientOptions } from '../client.js'
import { withCookies } from './cookies.js'

export { withCookies } from './cookies.js'

/** Makes a client for programs: sockets by `ws`, and cookies that are kept for as long as the program runs. */
export function createClient(options: ClientOptions): Client {
  return new Client({
    ...options,
    fetch: withCookies(options.fetch ?? fetch),
    WebSocket: options.WebSocket === undefined ? WebSocket : options.WebSocket,
  })
}
