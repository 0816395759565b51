import { createApi, request, withToken, type Api, type PlainRequest } from './api/api.js'
import { Auth } from './auth/auth.js'
import { GivenTokens } from './auth/given.js'
import type { Tokens } from './auth/tokens.js'
import { Documents } from './documents/documents.js'
import { DocumentHandle } from './documents/handle.js'
import type { DocumentSession } from './documents/session.js'
import { removeCopies } from './documents/offline.js'
import type { DocumentOptions } from './documents/state.js'
import { Files } from './files.js'
import type { Unsubscribe } from './signal.js'
import { websocket, type WebSocketClass } from './transport/carrier.js'
import { Link, type LinkState } from './transport/link.js'
import { Route } from './transport/route.js'
import { stream } from './transport/stream.js'
import type { WorkspaceEvent } from './workspaces/events.js'
import { WorkspaceHandle } from './workspaces/handle.js'
import { WorkspaceSession } from './workspaces/session.js'

/** Events of one page of the log. */
const PAGE = 200

/** How a client is made. */
export interface ClientOptions {
  /** Where the server is: `https://renexus.example.org`. In a page of the server itself: `location.origin`. */
  url: string
  /** Gives a token of your app for the server. Without it `client.auth` logs people in. */
  getToken?: () => string | Promise<string>
  /** Sends requests; the one of the platform when it is missing. */
  fetch?: typeof fetch
  /** Opens websockets; the one of the platform when it is missing. `null` takes the other way at once. */
  WebSocket?: WebSocketClass | null
  /** Whether leaving the page asks when something is not saved. Default: true. */
  warnBeforeLeaving?: boolean
}

/** A client of one server. Everything that it opens shares one connection. */
export class Client {
  /** The login: who is here, and how they come and go. */
  readonly auth: Auth
  /** The REST, typed: `client.api.GET('/api/v1/me')`. */
  readonly api: Api
  readonly files: Files
  readonly #base: string
  readonly #send: (request: Request) => Promise<Response>
  readonly #tokens: Tokens
  readonly #link: Link
  readonly #documents: Documents
  readonly #workspaces = new Map<string, WorkspaceSession>()

  constructor(options: ClientOptions) {
    const fetcher: typeof fetch = options.fetch ?? ((input, init) => fetch(input, init))
    this.#base = options.url.replace(/\/+$/, '')
    this.auth = new Auth(this.#base, fetcher)
    this.#tokens = options.getToken === undefined ? this.auth : new GivenTokens(options.getToken)
    this.#send = withToken(this.#tokens, fetcher)
    this.api = createApi(this.#base, this.#send)
    this.files = new Files(this.#base, this.api, this.#send)
    const own = typeof WebSocket === 'undefined' ? null : WebSocket
    const Socket = options.WebSocket === undefined ? own : options.WebSocket
    const address = `${this.#base}/collab`
    const dial = Socket === null ? null : websocket(Socket, address.replace(/^http/, 'ws'))
    this.#link = new Link(address, new Route(dial, stream(fetcher, `${address}/sse`)), this.#tokens)
    const copies = `renexus/${this.#base}/`
    this.#documents = new Documents(this.#link, copies, options.warnBeforeLeaving ?? true)
    // What one person read is not left to the next.
    this.auth.onEnd(() => void removeCopies(copies))
  }

  /** Opens a document until the handle is destroyed. */
  document(id: string, options: DocumentOptions = {}): DocumentHandle {
    return new DocumentHandle(this.#documents.session(id, options))
  }

  /** Opens a workspace, by its id, until the handle is destroyed. */
  workspace(id: string): WorkspaceHandle {
    return new WorkspaceHandle(this.workspaceSession(id))
  }

  /** Sends a request to any address of the server, and fails with a `RenexusError`. */
  request<Answer = unknown>(path: string, options: PlainRequest = {}): Promise<Answer> {
    return request<Answer>(this.#base, this.#send, [path, options])
  }

  /** The connection that all documents share. */
  get connection(): LinkState {
    return this.#link.state.value
  }

  /** Hears of each change of `connection`. */
  onConnection(listener: (state: LinkState) => void): Unsubscribe {
    return this.#link.state.subscribe(listener)
  }

  /** How many edits in all open documents are not on the server's disk. */
  get pending(): number {
    return this.#documents.pending
  }

  /** How many documents are open. */
  get openDocuments(): number {
    return this.#documents.size
  }

  /** Connects now instead of after the pause between attempts, as when a person asks for it. */
  reconnect(): void {
    this.#link.hurry()
  }

  /** Closes everything at once. Edits that are on their way may not arrive. */
  destroy(): void {
    this.#documents.destroy()
    for (const session of [...this.#workspaces.values()]) session.destroy()
    this.#link.destroy()
    this.#tokens.destroy()
    this.auth.destroy()
  }

  /** @internal */
  documentSession(id: string, options: DocumentOptions): DocumentSession {
    return this.#documents.session(id, options)
  }

  /** @internal */
  workspaceSession(id: string): WorkspaceSession {
    const known = this.#workspaces.get(id)
    if (known !== undefined && !known.isOver) return known
    const log = (after: number) => this.#log(id, after)
    const session = new WorkspaceSession(id, { link: this.#link, log }, (over) => {
      if (this.#workspaces.get(id) === over) this.#workspaces.delete(id)
    })
    this.#workspaces.set(id, session)
    return session
  }

  async #log(id: string, after: number): Promise<readonly WorkspaceEvent[]> {
    const query = { after, limit: PAGE }
    const page = await this.request<{ items: WorkspaceEvent[] }>(`/api/v1/workspaces/${id}/events`, { query })
    return page.items
  }
}

/** Makes a client of a server. */
export function createClient(options: ClientOptions): Client {
  return new Client(options)
}
