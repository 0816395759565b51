import { later } from '../signal.js'
import { LOST, type Carrier, type Dial, type Ends } from './carrier.js'

/** How long a websocket may take to open before the other way is tried. */
const OPEN_WITHIN_MS = 6_000
/** How long the other way is taken before websockets are tried again. */
const DETOUR_MS = 5 * 60_000
/** Websockets that fail in a row, after one had worked, before the other way is tried. */
const FAILURES = 2

/** What connections are made of now. */
export type Way = 'websocket' | 'stream'

/** Chooses the way: websockets, and the stream where they do not get through. */
export class Route {
  readonly #websocket: Dial | null
  readonly #stream: Dial
  #hadWebsocket = false
  #failures = 0
  #detourUntil = 0
  /** The way that the last connection took. */
  way: Way = 'websocket'

  constructor(websocket: Dial | null, stream: Dial) {
    this.#websocket = websocket
    this.#stream = stream
  }

  readonly dial: Dial = (ends) => {
    if (this.#websocket === null || Date.now() < this.#detourUntil) return this.#dialStream(ends, null)
    return new Attempt(this.#websocket, {
      opened: () => {
        this.#hadWebsocket = true
        this.#failures = 0
        this.way = 'websocket'
        ends.opened()
      },
      heard: ends.heard,
      closed: ends.closed,
      failed: (attempt, code, reason) => {
        this.#failures += 1
        if (this.#hadWebsocket && this.#failures < FAILURES) ends.closed(code, reason)
        else this.#dialStream(ends, attempt)
      },
    })
  }

  #dialStream(ends: Ends, attempt: Attempt | null): Carrier {
    const carrier = this.#stream({
      ...ends,
      opened: () => {
        this.way = 'stream'
        if (Date.now() >= this.#detourUntil) this.#detourUntil = Date.now() + DETOUR_MS
        ends.opened()
      },
    })
    attempt?.goOnWith(carrier)
    return carrier
  }
}

interface AttemptEnds extends Ends {
  readonly failed: (attempt: Attempt, code: number, reason: string) => void
}

/** A connection by websocket; when it does not open, another carrier may take its place. */
class Attempt implements Carrier {
  #carrier: Carrier
  #isOpen = false
  #isOver = false

  constructor(dial: Dial, ends: AttemptEnds) {
    const fail = (code: number, reason: string) => {
      if (this.#isOver) return
      this.#isOver = true
      clearTimeout(timer)
      ends.failed(this, code, reason)
    }
    const timer = later(() => {
      fail(LOST, 'it took too long')
      socket.close()
    }, OPEN_WITHIN_MS)
    const socket = dial({
      opened: () => {
        if (this.#isOver) return
        this.#isOpen = true
        clearTimeout(timer)
        ends.opened()
      },
      heard: (frame) => {
        if (!this.#isOver) ends.heard(frame)
      },
      closed: (code, reason) => {
        if (!this.#isOpen) {
          fail(code, reason)
        } else if (!this.#isOver) {
          this.#isOver = true
          ends.closed(code, reason)
        }
      },
    })
    this.#carrier = socket
  }

  goOnWith(carrier: Carrier): void {
    this.#carrier = carrier
  }

  send(frame: Uint8Array): void {
    this.#carrier.send(frame)
  }

  close(): void {
    this.#isOver = true
    this.#carrier.close()
  }
}
