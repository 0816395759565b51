import type { Unsubscribe } from '../signal.js'

/** Where access tokens come from: from a login, or from the app. */
export interface Tokens {
  /** A token that is valid for a while, or an empty one when there is none. */
  token(): Promise<string>
  /** The token was refused: ask for another one. Whether there is one. */
  renew(refused: string): Promise<boolean>
  /** Hears of each new token, and of its end as an empty one. */
  onToken(hear: (token: string) => void): Unsubscribe
  /** Whom the token stands for, as far as it is known here. */
  me(): Identity | null
  destroy(): void
}

/** Somebody, as the server names them to others. */
export interface Identity {
  readonly id: string
  readonly name: string
}

/** Seconds before its end at which a token is replaced; less for tokens that live shortly. */
const RENEW_BEFORE_MS = 60_000

/** How long a token of so many milliseconds may be used. */
export function useFor(lifetime: number): number {
  return Math.max(lifetime - Math.min(RENEW_BEFORE_MS, lifetime / 4), 0)
}

/** When a JWT ends, in milliseconds since 1970; null when it does not say. */
export function endOf(token: string): number | null {
  const claims = claimsOf(token)
  const end = claims?.['exp']
  return typeof end === 'number' ? end * 1_000 : null
}

/** Whom a JWT stands for; null when it does not say. */
export function whoIs(token: string): Identity | null {
  const claims = claimsOf(token)
  const [id, name] = [claims?.['sub'], claims?.['name']]
  return typeof id === 'string' ? { id, name: typeof name === 'string' ? name : id } : null
}

function claimsOf(token: string): Record<string, unknown> | null {
  const part = token.split('.')[1]
  if (part === undefined) return null
  try {
    const claims: unknown = JSON.parse(utf8(atob(part.replaceAll('-', '+').replaceAll('_', '/'))))
    return typeof claims === 'object' && claims !== null ? (claims as Record<string, unknown>) : null
  } catch {
    return null
  }
}

function utf8(binary: string): string {
  return new TextDecoder().decode(Uint8Array.from(binary, (letter) => letter.charCodeAt(0)))
}
