import type { components } from '../generated/schema.js'

/** A person, as they see themselves. */
export type Profile = components['schemas']['ProfileView']

/** A login that runs in this tab. */
export interface Session {
  readonly person: Profile
  readonly token: string
  /** When the token is replaced, by the clock of this machine. */
  readonly goodUntil: number
}

/** `unknown` before anybody asked the server, then whether somebody is logged in. */
export type AuthStatus = 'unknown' | 'in' | 'out'

/** What there is to know of the login. */
export interface AuthState {
  readonly status: AuthStatus
  /** Who is logged in. */
  readonly person: Profile | null
}

/** What to log in with. */
export interface Credentials {
  email: string
  password: string
  /** A code of the second factor, when the server says `code-needed`. */
  code?: string
}

/** What to register with. */
export type Registration = components['schemas']['Registration']
