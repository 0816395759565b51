import { unwrap, type Api, type Schemas } from './api/api.js'
import { errorOf, failureOf, RenexusError } from './errors.js'

/** Bytes of the first part; later parts grow while one takes less than a second. */
const FIRST_PART = 256 << 10
const LARGEST_PART = 8 << 20
const QUICK_MS = 1_000
/** How often a part that met no server is tried again, and the first pause; it doubles. */
const TRIES = 6
const FIRST_PAUSE_MS = 500
/** A link is given out again until so long before its end. */
const LINK_SPARE_MS = 30_000

/** A file of a workspace. */
export type FileView = Schemas['FileView']

/** How a file is brought. */
export interface UploadOptions {
  /** The id or slug of the workspace. */
  workspace: string
  /** What it is called; a `File` says so by itself. */
  name?: string
  description?: string
  /** Hears how much is on the server. */
  onProgress?: (progress: UploadProgress) => void
  /** Calls the upload off; what was brought so far goes. */
  signal?: AbortSignal
}

/** How far an upload is. */
export interface UploadProgress {
  readonly sent: number
  readonly total: number
}

/** Where a file is and whose it is. */
export interface UrlOptions {
  /** The id or slug of the workspace. */
  workspace: string
  /** Whether following the link saves the file instead of showing it. */
  download?: boolean
}

/** Brings files to the server, and shows where they are. */
export class Files {
  readonly #base: string
  readonly #api: Api
  readonly #send: (request: Request) => Promise<Response>
  readonly #links = new Map<string, { url: string; goodUntil: number }>()

  /** @internal */
  constructor(base: string, api: Api, send: (request: Request) => Promise<Response>) {
    this.#base = base
    this.#api = api
    this.#send = send
  }

  /**
   * Brings a file: in parts, which go on after a cut, or past the server where its store takes the bytes by itself.
   */
  async upload(file: Blob, options: UploadOptions): Promise<FileView> {
    const { workspace, onProgress, signal } = options
    const { address, target } = await this.#announce(file, options)
    try {
      const direct = await this.#direct(address, [file, target], options)
      if (direct !== null) return direct
      let offset = 0
      let part = FIRST_PART
      onProgress?.({ sent: 0, total: file.size })
      while (offset < file.size) {
        const began = Date.now()
        offset = await this.#append(address, [file, offset, Math.min(offset + part, file.size)], signal)
        if (Date.now() - began < QUICK_MS) part = Math.min(part * 2, LARGEST_PART)
        onProgress?.({ sent: offset, total: file.size })
      }
    } catch (error) {
      // Nobody comes back for it; the server would sweep it later.
      await this.#send(new Request(address, { method: 'DELETE', headers: tus() })).catch(() => undefined)
      throw error
    }
    const id = address.slice(address.lastIndexOf('/') + 1)
    const path = { workspace, file: id }
    return unwrap(await this.#api.GET('/api/v1/workspaces/{workspace}/files/{file}', { params: { path } }))
  }

  /** An address that shows or saves a file without a token, for `<img>` and downloads. It ends after some minutes. */
  async url(id: string, { workspace, download = false }: UrlOptions): Promise<string> {
    const key = `${workspace}/${id}/${download}`
    const known = this.#links.get(key)
    if (known !== undefined && Date.now() < known.goodUntil) return known.url
    const link = unwrap(
      await this.#api.POST('/api/v1/workspaces/{workspace}/files/{file}/link', {
        params: { path: { workspace, file: id }, ...(download && { query: { download } }) },
      }),
    )
    const url = new URL(link.url, `${this.#base}/`).href
    this.#forgetOld()
    this.#links.set(key, { url, goodUntil: Date.parse(link.expires_at) - LINK_SPARE_MS })
    return url
  }

  async #announce(file: Blob, { workspace, name, description, signal }: UploadOptions): Promise<Announced> {
    const called = name ?? ('name' in file && typeof file.name === 'string' ? file.name : 'file')
    const told = [`filename ${base64(called)}`, ...(description === undefined ? [] : [`description ${base64(description)}`])]
    const url = `${this.#base}/api/v1/workspaces/${encodeURIComponent(workspace)}/uploads`
    const headers = tus({ 'upload-length': String(file.size), 'upload-metadata': told.join(',') })
    const response = await this.#send(new Request(url, { method: 'POST', headers, ...(signal && { signal }) }))
    if (!response.ok) throw await errorOf(response)
    const { target } = (await response.json()) as Schemas['UploadView']
    return { address: new URL(response.headers.get('location') ?? '', url).href, target: target ?? null }
  }

  /** Brings all bytes to the store itself where the server names one; null where that does not work, and parts do. */
  async #direct(address: string, [file, target]: [Blob, Target | null], options: UploadOptions): Promise<FileView | null> {
    if (target?.direct !== true) return null
    const { workspace, onProgress, signal } = options
    const { method, url, headers } = target
    onProgress?.({ sent: 0, total: file.size })
    try {
      // The address is all it needs: the store is told nothing of who asks.
      const init = { method, headers, body: file, credentials: 'omit', ...(signal && { signal }) } as const
      if (!(await fetch(url, init)).ok) return null
    } catch (cause) {
      if (signal?.aborted === true) throw failureOf(cause)
      return null
    }
    const path = { workspace, upload: address.slice(address.lastIndexOf('/') + 1) }
    const made = await this.#api.POST('/api/v1/workspaces/{workspace}/uploads/{upload}/complete', {
      params: { path },
      ...(signal && { signal }),
    })
    onProgress?.({ sent: file.size, total: file.size })
    return unwrap(made)
  }

  /** Adds bytes until the server has them; returns where to go on. */
  async #append(address: string, [file, from, to]: [Blob, number, number], signal?: AbortSignal): Promise<number> {
    let offset = from
    for (let tries = 1; ; tries++) {
      try {
        const headers = tus({ 'upload-offset': String(offset), 'content-type': 'application/offset+octet-stream' })
        const init = { method: 'PATCH', headers, body: file.slice(offset, to), ...(signal && { signal }) }
        return await offsetOf(await this.#send(new Request(address, init)))
      } catch (cause) {
        const error = failureOf(cause)
        if (!isPassing(error) || tries === TRIES) throw error
        await pause(FIRST_PAUSE_MS * 2 ** (tries - 1), signal)
        offset = await this.#reached(address, signal).catch(() => offset)
        if (offset >= to) return offset
      }
    }
  }

  async #reached(address: string, signal?: AbortSignal): Promise<number> {
    return offsetOf(await this.#send(new Request(address, { method: 'HEAD', headers: tus(), ...(signal && { signal }) })))
  }

  #forgetOld(): void {
    for (const [key, { goodUntil }] of this.#links) if (goodUntil < Date.now()) this.#links.delete(key)
  }
}

type Target = Schemas['UploadTarget']

/** An upload that was announced. */
interface Announced {
  readonly address: string
  readonly target: Target | null
}

function tus(more: Record<string, string> = {}): Record<string, string> {
  return { 'tus-resumable': '1.0.0', ...more }
}

async function offsetOf(response: Response): Promise<number> {
  if (!response.ok) throw await errorOf(response)
  return Number(response.headers.get('upload-offset'))
}

function isPassing(error: RenexusError): boolean {
  return error.code === 'network' || error.code === 'offset' || error.code === 'cut' || error.status >= 502
}

function base64(text: string): string {
  return btoa(String.fromCharCode(...new TextEncoder().encode(text)))
}

function pause(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer)
      reject(new RenexusError('aborted', 'it was called off'))
    }
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop)
      resolve()
    }, ms)
    if (signal?.aborted === true) stop()
    else signal?.addEventListener('abort', stop, { once: true })
  })
}
