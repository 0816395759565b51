import { createClient, RenexusError, type Client, type Schemas } from '@renexus/client'

import { client } from '@/app/client'

type Opened = Schemas['LinkOpened']

/** Milliseconds after which a visit that nobody looks at ends. */
const LINGER = 5_000

/** What a link leads to, and the way there for who has no account. */
export interface Visit {
  opened: Opened
  /** Speaks with the token of the link; null where the link gives none: for boards, and for files. */
  visitor: Client | null
}

const ask = (secret: string, task: string | undefined) =>
  client.request<Opened>('/api/v1/links/open', { method: 'POST', body: { secret, ...(task === undefined ? {} : { task }) } })

/** Opens a link; null when it does not work. */
const open = async (secret: string, task: string | undefined): Promise<Visit | null> => {
  try {
    const opened = await ask(secret, task)
    let first: string | null | undefined = opened.token
    const getToken = async () => {
      // Tokens of links live for an hour; the link gives the next one.
      const token = first ?? (await ask(secret, task)).token ?? ''
      first = null
      return token
    }
    return { opened, visitor: opened.token ? createClient({ url: window.location.origin, getToken }) : null }
  } catch (error) {
    if (error instanceof RenexusError) return null
    throw error
  }
}

/** A visit by a link, shared by everything that looks at it. */
export class Visiting {
  readonly #secret: string
  readonly #task: string | undefined
  #visit: Visit | null | undefined
  #asked = false
  #timer: ReturnType<typeof setTimeout> | undefined
  readonly #listeners = new Set<() => void>()

  /** With the key of a task, a visit to its description. */
  constructor (secret: string, task?: string) {
    this.#secret = secret
    this.#task = task
  }

  /** Undefined while it is not known, null when the link does not work. */
  readonly current = (): Visit | null | undefined => (this.#secret === '' ? null : this.#visit)

  readonly subscribe = (listener: () => void): (() => void) => {
    clearTimeout(this.#timer)
    this.#listeners.add(listener)
    if (!this.#asked && this.#secret !== '') {
      this.#asked = true
      void this.#begin()
    }
    return () => {
      this.#listeners.delete(listener)
      // React looks away and back at once while it makes sure of a page.
      if (this.#listeners.size === 0) this.#timer = setTimeout(() => this.#end(), LINGER)
    }
  }

  async #begin(): Promise<void> {
    this.#visit = await open(this.#secret, this.#task)
    for (const listener of this.#listeners) listener()
  }

  #end(): void {
    this.#visit?.visitor?.destroy()
    this.#visit = undefined
    this.#asked = false
  }
}
