import { LOST, type Carrier, type Dial } from './carrier.js'

/** What a socket tells; the provider reads `data`, `code` and `reason`. */
interface SocketEvent {
  readonly type: 'open' | 'message' | 'close' | 'error'
  readonly data?: ArrayBuffer
  readonly code?: number
  readonly reason?: string
}

type Listener = (event: SocketEvent) => void

/** Who keeps books of what goes through a socket. */
export interface Books {
  sent(frame: Uint8Array): void
  heard(frame: Uint8Array): void
  /** What is said before `heard` is passed on is older than the books. */
  ended(code: number): void
}

/** A class that looks like WebSocket to the provider, over whatever carries frames. */
export type SocketClass = new (url: string) => Socket

/** Makes the class for one link. */
export function socketClass(dial: Dial, books: Books): SocketClass {
  return class extends Socket {
    constructor() {
      super(dial, books)
    }
  }
}

const CONNECTING = 0
const OPEN = 1
const CLOSED = 3

/** One connection in the shape of a WebSocket. */
export class Socket {
  binaryType = 'arraybuffer'
  readyState: number = CONNECTING
  readonly #listeners = new Map<string, Set<Listener>>()
  readonly #books: Books
  readonly #carrier: Carrier

  constructor(dial: Dial, books: Books) {
    this.#books = books
    this.#carrier = dial({
      opened: () => {
        if (this.readyState !== CONNECTING) return
        this.readyState = OPEN
        this.#tell({ type: 'open' })
      },
      heard: (frame) => {
        if (this.readyState !== OPEN) return
        this.#tell({ type: 'message', data: frame })
        books.heard(new Uint8Array(frame))
      },
      closed: (code, reason) => {
        this.#end(code, reason)
      },
    })
  }

  addEventListener(type: string, listener: Listener): void {
    const known = this.#listeners.get(type)
    if (known === undefined) this.#listeners.set(type, new Set([listener]))
    else known.add(listener)
  }

  removeEventListener(type: string, listener: Listener): void {
    this.#listeners.get(type)?.delete(listener)
  }

  send(frame: Uint8Array): void {
    if (this.readyState !== OPEN) return
    this.#books.sent(frame)
    this.#carrier.send(frame)
  }

  close(): void {
    if (this.readyState === CLOSED) return
    this.#carrier.close()
    // The goodbye of the other side is not waited for: nothing that it still says is heard.
    this.#end(LOST, '')
  }

  #end(code: number, reason: string): void {
    if (this.readyState === CLOSED) return
    this.readyState = CLOSED
    this.#books.ended(code)
    this.#tell({ type: 'close', code, reason })
  }

  #tell(event: SocketEvent): void {
    for (const listener of [...(this.#listeners.get(event.type) ?? [])]) listener(event)
  }
}
