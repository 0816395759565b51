// A proxy that lets requests through and refuses upgrades, as some companies have it; connections can be cut.

import { createServer, request, type Server as HttpServer } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'

import { onTestFinished } from 'vitest'

export interface Proxy {
  readonly url: string
  /** How many upgrades were refused. */
  readonly refused: number
  /** Ends every connection that is open. */
  cut(): void
}

export async function startProxy(target: string): Promise<Proxy> {
  const sockets = new Set<Socket>()
  let refused = 0
  const server: HttpServer = createServer((incoming, outgoing) => {
    const { hostname, port } = new URL(target)
    const onward = request(
      { hostname, port, path: incoming.url, method: incoming.method, headers: incoming.headers },
      (answer) => {
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers)
        answer.pipe(outgoing)
        outgoing.flushHeaders()
      },
    )
    onward.on('error', () => outgoing.destroy())
    outgoing.on('close', () => onward.destroy())
    incoming.pipe(onward)
  })
  server.on('upgrade', (_, socket) => {
    refused += 1
    socket.end('HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\nconnection: close\r\n\r\n')
  })
  server.on('connection', (socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    socket.on('error', () => undefined)
  })
  const cut = () => {
    for (const socket of sockets) socket.destroy()
  }
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    cut()
    server.close()
  })
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    get refused() {
      return refused
    },
    cut,
  }
}
