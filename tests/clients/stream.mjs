// A WebSocket class that goes by /collab/sse: events down, requests up. For stock providers behind something that lets
// no websocket through.

import * as encoding from 'lib0/encoding'

export class StreamSocket extends EventTarget {
  static CONNECTING = 0
  static OPEN = 1
  static CLOSING = 2
  static CLOSED = 3

  constructor (url) {
    super()
    this.url = `${url.replace(/^ws/, 'http').split('?')[0]}/sse`
    this.readyState = StreamSocket.CONNECTING
    this.binaryType = 'arraybuffer'
    this.stop = new AbortController()
    this.sent = Promise.resolve()
    this.receive().then(() => this.end(1000), () => this.end(1006))
  }

  async receive () {
    const answer = await fetch(this.url, { headers: { accept: 'text/event-stream' }, signal: this.stop.signal })
    if (!answer.ok) throw new Error(`the stream answered ${answer.status}`)
    let rest = ''
    for await (const text of answer.body.pipeThrough(new TextDecoderStream())) {
      const events = (rest + text).split('\n\n')
      rest = events.pop()
      for (const event of events) this.hear(event)
    }
  }

  hear (event) {
    const field = (name) => event.split('\n').find((line) => line.startsWith(`${name}: `))?.slice(name.length + 2)
    const data = field('data')
    switch (field('event')) {
      case 'open':
        this.secret = JSON.parse(data).session
        this.readyState = StreamSocket.OPEN
        return this.tell('open', {})
      case 'ping': return this.post(new Uint8Array())
      case 'close': return this.end(JSON.parse(data).code)
      default: {
        const bytes = Uint8Array.from(Buffer.from(data, 'base64'))
        return this.tell('message', { data: bytes.buffer })
      }
    }
  }

  send (frame) {
    const encoder = encoding.createEncoder()
    encoding.writeVarUint8Array(encoder, new Uint8Array(frame))
    this.post(encoding.toUint8Array(encoder))
  }

  /** One request after the other: two at once would come in any order. */
  post (body) {
    this.sent = this.sent.then(async () => {
      const answer = await fetch(`${this.url}/${this.secret}`, { method: 'POST', body, signal: this.stop.signal })
      if (!answer.ok) throw new Error(`the way up answered ${answer.status}`)
    }).catch(() => this.end(1006))
  }

  close () { this.end(1000) }

  end (code) {
    if (this.readyState === StreamSocket.CLOSED) return
    this.readyState = StreamSocket.CLOSED
    this.stop.abort()
    this.tell('close', { code, reason: '', wasClean: code === 1000 })
  }

  tell (type, fields) {
    const event = Object.assign(new Event(type), fields)
    this[`on${type}`]?.(event)
    this.dispatchEvent(event)
  }
}
