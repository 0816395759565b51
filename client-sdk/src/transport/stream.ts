import * as encoding from 'lib0/encoding'

import { isRecord } from '../errors.js'
import { LOST, type Carrier, type Dial, type Ends } from './carrier.js'

/** Bytes of frames that go up in one request, as long as one frame alone is not longer. */
const BATCH_BYTES = 128 << 10

/**
 * Opens connections where websockets do not get through: server-sent events down, requests up, one after the other.
 * A fault ends the connection; whoever uses it comes back and lacks nothing, as with a websocket.
 */
export function stream(fetcher: typeof fetch, url: string): Dial {
  return (ends) => new Stream(fetcher, url, ends)
}

class Stream implements Carrier {
  readonly #fetch: typeof fetch
  readonly #url: string
  readonly #ends: Ends
  readonly #stop = new AbortController()
  readonly #waiting: Uint8Array[] = []
  #session = ''
  #sending = false
  #isOver = false

  constructor(fetcher: typeof fetch, url: string, ends: Ends) {
    this.#fetch = fetcher
    this.#url = url
    this.#ends = ends
    void this.#receive().catch(() => {
      this.#end(LOST, '')
    })
  }

  send(frame: Uint8Array): void {
    if (this.#isOver) return
    this.#waiting.push(frame)
    void this.#post()
  }

  close(): void {
    this.#end(1000, '')
  }

  async #receive(): Promise<void> {
    const response = await this.#fetch(this.#url, {
      headers: { accept: 'text/event-stream' },
      cache: 'no-store',
      signal: this.#stop.signal,
    })
    if (!response.ok || response.body === null) {
      this.#end(LOST, `the server answered ${response.status}`)
      return
    }
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader()
    const lines = new Lines()
    for (;;) {
      const { done, value } = await reader.read()
      if (done) break
      for (const { event, data } of lines.take(value)) this.#hear(event, data)
    }
    this.#end(LOST, '')
  }

  #hear(event: string, data: string): void {
    if (this.#isOver) return
    if (event === 'message') {
      this.#ends.heard(Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0)).buffer)
      return
    }
    const told: unknown = data === '' ? {} : JSON.parse(data)
    if (!isRecord(told)) return
    if (event === 'open' && typeof told['session'] === 'string') {
      this.#session = told['session']
      this.#ends.opened()
    } else if (event === 'ping') {
      // An empty request says that somebody is there.
      void this.#post(true)
    } else if (event === 'close') {
      this.#end(typeof told['code'] === 'number' ? told['code'] : LOST, typeof told['reason'] === 'string' ? told['reason'] : '')
    }
  }

  async #post(evenNothing = false): Promise<void> {
    if (this.#sending || (this.#waiting.length === 0 && !evenNothing)) return
    this.#sending = true
    try {
      do {
        const response = await this.#fetch(`${this.#url}/${this.#session}`, {
          method: 'POST',
          headers: { 'content-type': 'application/octet-stream' },
          body: this.#batch(),
          signal: this.#stop.signal,
        })
        if (!response.ok) throw new Error(`the server answered ${response.status}`)
      } while (this.#waiting.length > 0)
    } catch {
      this.#end(LOST, '')
    } finally {
      this.#sending = false
    }
  }

  #batch(): Uint8Array<ArrayBuffer> {
    const encoder = encoding.createEncoder()
    let bytes = 0
    while (this.#waiting[0] !== undefined && (bytes === 0 || bytes + this.#waiting[0].length <= BATCH_BYTES)) {
      const frame = this.#waiting.shift()
      if (frame === undefined) break
      encoding.writeVarUint8Array(encoder, frame)
      bytes += frame.length
    }
    return encoding.toUint8Array(encoder)
  }

  #end(code: number, reason: string): void {
    if (this.#isOver) return
    this.#isOver = true
    this.#waiting.length = 0
    this.#stop.abort()
    this.#ends.closed(code, reason)
  }
}

/** Puts events together from text that may be cut anywhere. */
class Lines {
  #rest = ''

  take(text: string): { event: string; data: string }[] {
    const parts = (this.#rest + text).split('\n\n')
    this.#rest = parts.pop() ?? ''
    return parts.flatMap((part) => {
      const field = (name: string) =>
        part
          .split('\n')
          .filter((line) => line.startsWith(`${name}: `))
          .map((line) => line.slice(name.length + 2))
          .join('\n')
      const [event, data] = [field('event'), field('data')]
      return event === '' && data === '' ? [] : [{ event: event === '' ? 'message' : event, data }]
    })
  }
}
