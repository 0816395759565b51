/** What the server's problem documents are called: the end of their `type`. */
export type ProblemCode =
  | 'code-needed'
  | 'conflict'
  | 'cut'
  | 'damaged'
  | 'forbidden'
  | 'incomplete'
  | 'internal'
  | 'invalid'
  | 'key-reused'
  | 'key-taken'
  | 'media-type'
  | 'no-method'
  | 'no-picture'
  | 'no-route'
  | 'not-found'
  | 'offset'
  | 'protocol'
  | 'range'
  | 'read-only'
  | 'stale'
  | 'taken'
  | 'too-large'
  | 'too-many'
  | 'unauthorized'
  | 'unavailable'
  | 'version-needed'
  | 'void'
  | 'websocket'
  | 'wrong-credentials'

/** What can go wrong on this side: no connection, called off, an answer that nobody understands. */
export type LocalCode = 'aborted' | 'network' | 'unknown'

/** Everything that an error of this package may be. */
export type ErrorCode = ProblemCode | LocalCode

interface Details {
  /** The HTTP status; 0 when there was no answer. */
  status?: number
  /** What is there now, for a change that was based on something older (`stale`). */
  current?: unknown
  /** Seconds after which to try again. */
  retryAfter?: number
  /** What caused it. */
  cause?: unknown
}

/** An error of the server or of the way to it; `code` says which. */
export class RenexusError extends Error {
  override readonly name = 'RenexusError'
  readonly code: ErrorCode
  readonly status: number
  readonly current: unknown
  readonly retryAfter: number | null

  constructor(code: ErrorCode, message: string, details: Details = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause })
    this.code = code
    this.status = details.status ?? 0
    this.current = details.current
    this.retryAfter = details.retryAfter ?? null
  }
}

const KNOWN: ReadonlySet<string> = new Set<ProblemCode>([
  'code-needed', 'conflict', 'cut', 'damaged', 'forbidden', 'incomplete', 'internal', 'invalid', 'key-reused',
  'key-taken', 'media-type', 'no-method', 'no-picture', 'no-route', 'not-found', 'offset', 'protocol', 'range',
  'read-only', 'stale', 'taken', 'too-large', 'too-many', 'unauthorized', 'unavailable', 'version-needed', 'void',
  'websocket', 'wrong-credentials',
])

function isProblemCode(code: string): code is ProblemCode {
  return KNOWN.has(code)
}

/** Reads the problem out of an answer that is not a success. */
export async function errorOf(response: Response): Promise<RenexusError> {
  const body: unknown = await response.json().catch(() => null)
  return problemOf(body, response)
}

/** The same when the body was read already. */
export function problemOf(body: unknown, response: Response): RenexusError {
  const told = isRecord(body) ? body : {}
  const type = typeof told['type'] === 'string' ? told['type'] : ''
  const code = type.slice(type.lastIndexOf('/') + 1)
  const detail = typeof told['detail'] === 'string' ? told['detail'] : `the server answered ${response.status}`
  const wait = Number(response.headers.get('retry-after') ?? Number.NaN)
  return new RenexusError(isProblemCode(code) ? code : 'unknown', detail, {
    status: response.status,
    current: told['current'],
    ...(Number.isFinite(wait) && { retryAfter: wait }),
  })
}

/** What a failed `fetch` means. */
export function failureOf(cause: unknown): RenexusError {
  if (cause instanceof RenexusError) return cause
  if (cause instanceof Error && cause.name === 'AbortError') {
    return new RenexusError('aborted', 'it was called off', { cause })
  }
  return new RenexusError('network', 'the server cannot be reached', { cause })
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
