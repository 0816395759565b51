/** One connection that carries frames, whatever it is made of. */
export interface Carrier {
  send(frame: Uint8Array): void
  close(): void
}

/** What a carrier tells; after `closed` it says nothing more. */
export interface Ends {
  readonly opened: () => void
  readonly heard: (frame: ArrayBuffer) => void
  readonly closed: (code: number, reason: string) => void
}

/** Opens a connection; what becomes of it is told to `ends`, never before this returns. */
export type Dial = (ends: Ends) => Carrier

/** How a connection ends that nobody said goodbye to. */
export const LOST = 1006

/** The parts of a WebSocket class that are used, so that `ws` fits as well as the one of browsers. */
export interface WebSocketLike {
  binaryType: string
  readonly readyState: number
  onopen: ((event: never) => void) | null
  onmessage: ((event: never) => void) | null
  onclose: ((event: never) => void) | null
  onerror: ((event: never) => void) | null
  send(data: Uint8Array<ArrayBuffer>): void
  close(code?: number): void
}

/** A WebSocket class. */
export type WebSocketClass = new (url: string) => WebSocketLike

/** Opens websockets. */
export function websocket(Socket: WebSocketClass, url: string): Dial {
  return (ends) => {
    const socket = new Socket(url)
    socket.binaryType = 'arraybuffer'
    socket.onopen = () => {
      ends.opened()
    }
    socket.onmessage = (event: { data: unknown }) => {
      // Not `instanceof`: a frame may come from another realm. The server sends no text.
      if (typeof event.data !== 'string') ends.heard(event.data as ArrayBuffer)
    }
    socket.onclose = (event: { code?: number; reason?: unknown }) => {
      ends.closed(event.code ?? LOST, typeof event.reason === 'string' ? event.reason : '')
    }
    // A close follows each error.
    socket.onerror = () => undefined
    return {
      send: (frame) => {
        socket.send(frame as Uint8Array<ArrayBuffer>)
      },
      close: () => {
        socket.close()
      },
    }
  }
}
