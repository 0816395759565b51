import { HocuspocusProvider, HocuspocusProviderWebsocket } from '@hocuspocus/provider'
import type { Awareness } from 'y-protocols/awareness'
import type { Doc } from 'yjs'

import type { Identity, Tokens } from '../auth/tokens.js'
import { later, Signal, Store } from '../signal.js'
import { read, type Told } from './frame.js'
import type { Route, Way } from './route.js'
import { socketClass } from './socket.js'

/** The close code of a token that ended or was taken back. */
const UNAUTHORIZED = 4401
/** First and longest pause between attempts to connect. */
const RETRY_MS = 1_000
const RETRY_MOST_MS = 30_000
/** How long the socket stays open for nobody: closing one document and opening the next is no reconnect. */
const LINGER_MS = 2_000

/** What one channel hears of the socket: what is said to it, and when the connection ends. */
export interface ChannelEnds {
  /** The server let the channel in, or changed its rights. */
  admitted(scope: string): void
  /** The server refused the channel. */
  refused(reason: string): void
  /** A first sync is complete. */
  synced(): void
  sent(told: Told): void
  heard(told: Told): void
  lost(): void
}

/** State of the connection that all documents share. */
export interface LinkState {
  /** `offline` while there is no connection, also while one is tried. */
  readonly status: 'connecting' | 'connected' | 'offline'
  /** What the connection is made of. */
  readonly way: Way
}

/** The one connection of a client: every document and workspace is a channel of it. */
export class Link {
  readonly state = new Store<LinkState>({ status: 'offline', way: 'websocket' })
  /** Rights may have changed: whoever was refused may ask again. */
  readonly mayAskAgain = new Signal<void>()
  readonly #url: string
  readonly #route: Route
  readonly #tokens: Tokens
  readonly #channels = new Map<string, { ends: ChannelEnds; provider: HocuspocusProvider }>()
  readonly #stopListening: () => void
  #socket: HocuspocusProviderWebsocket | null = null
  #lingering: ReturnType<typeof setTimeout> | undefined
  #lastToken = ''

  constructor(url: string, route: Route, tokens: Tokens) {
    this.#url = url
    this.#route = route
    this.#tokens = tokens
    this.#stopListening = tokens.onToken((token) => {
      // Open channels go on with the next token; without one they are shown out by the server.
      if (token === '') return
      for (const { provider } of this.#channels.values()) {
        if (provider.isAuthenticated) void provider.sendToken()
      }
      this.mayAskAgain.tell()
    })
  }

  /** Opens a channel; ends with `close`. */
  open(name: string, [doc, awareness]: [Doc, Awareness], ends: ChannelEnds): Channel {
    clearTimeout(this.#lingering)
    const provider = new HocuspocusProvider({
      websocketProvider: this.#connected(),
      name,
      document: doc,
      awareness,
      token: () => this.#token(),
      onAuthenticated: ({ scope }) => {
        ends.admitted(scope)
      },
      onAuthenticationFailed: ({ reason }) => {
        ends.refused(reason)
      },
      onSynced: () => {
        ends.synced()
      },
    })
    this.#channels.set(name, { ends, provider })
    provider.attach()
    return {
      say: (text) => {
        provider.sendStateless(text)
      },
      askAgain: () => {
        provider.attach()
      },
      rest: () => {
        provider.detach()
      },
      authenticate: async () => {
        await provider.sendToken()
        provider.startSync()
      },
      me: () => this.#tokens.me(),
      renewToken: () => this.#tokens.renew(this.#lastToken).catch(() => false),
      close: () => {
        provider.destroy()
        this.#channels.delete(name)
        this.#closeWhenUnused()
      },
    }
  }

  /** How many channels are open. */
  get channels(): number {
    return this.#channels.size
  }

  /** Connects now instead of after the pause. */
  hurry(): void {
    if (this.#socket !== null && this.state.value.status === 'offline') void this.#socket.connect()
  }

  destroy(): void {
    this.#stopListening()
    clearTimeout(this.#lingering)
    this.#close()
    this.state.clear()
    this.mayAskAgain.clear()
  }

  async #token(): Promise<string> {
    this.#lastToken = await this.#tokens.token().catch(() => '')
    return this.#lastToken
  }

  #connected(): HocuspocusProviderWebsocket {
    if (this.#socket !== null) return this.#socket
    this.state.set({ status: 'connecting' })
    this.#socket = new HocuspocusProviderWebsocket({
      url: this.#url,
      delay: RETRY_MS,
      maxDelay: RETRY_MOST_MS,
      WebSocketPolyfill: socketClass(this.#route.dial, {
        sent: (frame) => {
          this.#book(frame, 'sent')
        },
        heard: (frame) => {
          this.#book(frame, 'heard')
        },
        ended: (code) => {
          this.#ended(code)
        },
      }),
      onConnect: () => {
        this.state.set({ status: 'connected', way: this.#route.way })
      },
    })
    if (typeof window !== 'undefined' && typeof window.addEventListener === 'function') {
      window.addEventListener('online', this.#online)
    }
    return this.#socket
  }

  readonly #online = () => {
    this.hurry()
  }

  #book(frame: Uint8Array, direction: 'sent' | 'heard'): void {
    const said = read(frame)
    if (said !== null) this.#channels.get(said.name)?.ends[direction](said.told)
  }

  #ended(code: number): void {
    if (code === UNAUTHORIZED) void this.#tokens.renew(this.#lastToken).catch(() => false)
    this.state.set({ status: 'offline' })
    for (const { ends } of this.#channels.values()) ends.lost()
  }

  #closeWhenUnused(): void {
    clearTimeout(this.#lingering)
    if (this.#channels.size > 0) return
    this.#lingering = later(() => {
      if (this.#channels.size === 0) this.#close()
    }, LINGER_MS)
  }

  #close(): void {
    this.#socket?.destroy()
    this.#socket = null
    this.state.set({ status: 'offline' })
    if (typeof window !== 'undefined' && typeof window.removeEventListener === 'function') {
      window.removeEventListener('online', this.#online)
    }
  }
}

/** One document or workspace on the connection. */
export interface Channel {
  /** Sends Stateless text. */
  say(text: string): void
  /** Comes in again after `rest`. */
  askAgain(): void
  /** Leaves, and stays ready to come in again. */
  rest(): void
  /** Shows the token, and syncs. */
  authenticate(): Promise<void>
  /** Whom the token stands for. */
  me(): Identity | null
  /** Gets another token, since the one that was shown is refused. Whether there is one. */
  renewToken(): Promise<boolean>
  close(): void
}
