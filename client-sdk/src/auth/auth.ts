import type { components } from '../generated/schema.js'
import { errorOf, failureOf, RenexusError } from '../errors.js'
import { later, Store, type Unsubscribe, Signal } from '../signal.js'
import type { AuthState, Credentials, Profile, Registration, Session } from './session.js'
import { Tabs } from './tabs.js'
import { useFor, type Identity } from './tokens.js'

type AccessView = components['schemas']['AccessView']

/** How far the `Date` of an answer may be behind. */
const DATE_MS = 1_000
/** How long to wait before a refresh is tried again that found no server. */
const RETRY_REFRESH_MS = 5_000

/**
 * The login of a person. The access token is kept in memory alone; a cookie that no script can read continues the
 * login, in one tab at a time.
 */
export class Auth {
  readonly #base: string
  readonly #fetch: typeof fetch
  readonly #tabs: Tabs
  readonly #state = new Store<AuthState>({ status: 'unknown', person: null })
  readonly #news = new Signal<string>()
  readonly #ended = new Signal<void>()
  #session: Session | null = null
  #refreshing: Promise<Session | null> | null = null
  #timer: ReturnType<typeof setTimeout> | undefined
  #destroyed = false

  /** @internal */
  constructor(base: string, fetcher: typeof fetch) {
    this.#base = base
    this.#fetch = fetcher
    this.#tabs = new Tabs(base)
    this.#tabs.subscribe(({ session }) => {
      this.#take(session, false)
    })
  }

  /** Whether somebody is logged in, and who. */
  get current(): AuthState {
    return this.#state.value
  }

  /** Hears of each change of `current`. */
  subscribe(listener: (state: AuthState) => void): Unsubscribe {
    return this.#state.subscribe(listener)
  }

  /** Registers a person and logs them in. */
  register(registration: Registration): Promise<Profile> {
    return this.#enter('register', registration)
  }

  /** Logs in. Fails with `wrong-credentials`, or with `code-needed` when a second factor is on. */
  login({ email, password, code }: Credentials): Promise<Profile> {
    return this.#enter('login', { email, password, ...(code !== undefined && { code }) })
  }

  /** Ends the login, in all tabs, with its sockets. */
  async logout(): Promise<void> {
    const response = await this.#post('logout')
    if (!response.ok) throw await errorOf(response)
    this.#take(null, true)
    this.#ended.tell()
  }

  /** Continues the login by its cookie: at the start of a page, and before a token ends. Null when there is none. */
  refresh(): Promise<Profile | null> {
    return this.#refresh(this.#session?.token ?? '').then((session) => session?.person ?? null)
  }

  /** Tells of a changed profile, as an answer of the server shows it. */
  profileChanged(person: Profile): void {
    if (this.#session !== null && this.#session.person.id === person.id) {
      this.#take({ ...this.#session, person }, true)
    }
  }

  /** A token that works for a while, for requests of your own; empty when nobody is logged in. */
  async token(): Promise<string> {
    const session = this.#session
    if (session !== null && Date.now() < session.goodUntil) return session.token
    if (session === null && this.#state.value.status === 'out') return ''
    return (await this.#refresh(session?.token ?? ''))?.token ?? ''
  }

  /** @internal */
  async renew(refused: string): Promise<boolean> {
    const session = await this.#refresh(refused)
    return session !== null && session.token !== refused
  }

  /** @internal */
  onToken(hear: (token: string) => void): Unsubscribe {
    return this.#news.subscribe(hear)
  }

  /** @internal */
  me(): Identity | null {
    return this.#state.value.person
  }

  /** @internal A person logged out here. */
  onEnd(hear: () => void): Unsubscribe {
    return this.#ended.subscribe(hear)
  }

  /** Lets go of it here; the login itself goes on. */
  destroy(): void {
    this.#destroyed = true
    clearTimeout(this.#timer)
    this.#tabs.destroy()
    this.#state.clear()
    this.#news.clear()
    this.#ended.clear()
  }

  /** Once for whoever asks meanwhile, here and in other tabs; `old` is the token that is to be replaced. */
  #refresh(old: string): Promise<Session | null> {
    if (this.#session !== null && this.#session.token !== old) return Promise.resolve(this.#session)
    this.#refreshing ??= this.#tabs
      .alone(async () => {
        if (this.#session !== null && this.#session.token !== old) return this.#session
        const response = await this.#post('refresh')
        if (response.status === 401) return this.#take(null, true)
        if (!response.ok) throw await errorOf(response)
        return this.#accept(response)
      })
      .finally(() => {
        this.#refreshing = null
      })
    return this.#refreshing
  }

  async #enter(door: 'login' | 'register', body: object): Promise<Profile> {
    const response = await this.#post(door, body)
    if (!response.ok) throw await errorOf(response)
    return (await this.#accept(response)).person
  }

  async #accept(response: Response): Promise<Session> {
    const view = (await response.json()) as AccessView
    // The server's clock against itself: this machine's may be wrong. The header tells whole seconds, of which the
    // last may be over.
    const sent = Date.parse(response.headers.get('date') ?? '')
    const now = Number.isNaN(sent) ? Date.now() : sent + DATE_MS
    const usable = useFor(Date.parse(view.expires_at) - now)
    const session = { person: view.person, token: view.access_token, goodUntil: Date.now() + usable }
    this.#take(session, true)
    return session
  }

  #take(session: Session | null, tellOthers: boolean): null {
    if (this.#destroyed) return null
    const before = this.#session?.token ?? ''
    this.#session = session
    clearTimeout(this.#timer)
    if (session !== null) this.#refreshIn(session.goodUntil - Date.now())
    if (tellOthers) this.#tabs.tell(session)
    this.#state.set({ status: session === null ? 'out' : 'in', person: session?.person ?? null })
    const token = session?.token ?? ''
    if (token !== before) this.#news.tell(token)
    return null
  }

  #refreshIn(ms: number): void {
    this.#timer = later(() => {
      this.refresh().catch((error: unknown) => {
        const gone = error instanceof RenexusError && error.code === 'unauthorized'
        if (!gone && !this.#destroyed) this.#refreshIn(RETRY_REFRESH_MS)
      })
    }, ms)
  }

  async #post(door: string, body?: object): Promise<Response> {
    try {
      return await this.#fetch(`${this.#base}/api/v1/auth/${door}`, {
        method: 'POST',
        credentials: 'include',
        ...(body !== undefined && {
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(body),
        }),
      })
    } catch (cause) {
      throw failureOf(cause)
    }
  }
}

/** The login alone, for a page that needs nothing else yet. Whatever shares it with other tabs works as in a client. */
export function createAuth(url: string, fetcher: typeof fetch = (input, init) => fetch(input, init)): Auth {
  return new Auth(url.replace(/\/+$/, ''), fetcher)
}
