// A store of objects in memory that speaks as much S3 as the server asks for; it trusts everybody.

import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'

import { onTestFinished } from 'vitest'

export interface Store {
  /** What a server needs to keep its files here. */
  readonly settings: Record<string, string>
  /** The requests that came with a signature in their address, and not from the server. */
  readonly brought: { method: string | undefined; authorization: string | undefined }[]
}

/** A store that gives this answer to whoever brings something by a signed address; with 200 it takes it. */
export async function startStore(status: number): Promise<Store> {
  const objects = new Map<string, Buffer>()
  const brought: Store['brought'] = []
  const server = createServer((request, answer) => {
    void (async () => {
      const { pathname, searchParams } = new URL(request.url ?? '', 'http://store')
      const body = await all(request)
      const { method } = request
      if (searchParams.has('X-Amz-Signature')) {
        brought.push({ method, authorization: request.headers.authorization })
        if (status !== 200) return answer.writeHead(status).end()
      }
      const kept = objects.get(pathname)
      if (method === 'PUT') {
        objects.set(pathname, body)
        return answer.writeHead(200, { etag: '"one"' }).end()
      }
      if (method === 'DELETE') {
        objects.delete(pathname)
        return answer.writeHead(204).end()
      }
      if (kept === undefined) return answer.writeHead(404).end()
      const headers = { etag: '"one"', 'last-modified': new Date().toUTCString(), 'content-length': kept.length }
      return answer.writeHead(200, headers).end(method === 'HEAD' ? undefined : kept)
    })()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const settings = {
    RENEXUS__BLOBS__URL: 's3://files/sdk',
    RENEXUS__BLOBS__ENDPOINT: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    RENEXUS__BLOBS__ACCESS_KEY: 'tests',
    RENEXUS__BLOBS__SECRET_KEY: 'secret-of-tests',
    RENEXUS__BLOBS__PRESIGN: 'true',
  }
  return { settings, brought }
}

async function all(request: IncomingMessage): Promise<Buffer> {
  const pieces: Buffer[] = []
  for await (const piece of request) pieces.push(piece as Buffer)
  return Buffer.concat(pieces)
}
