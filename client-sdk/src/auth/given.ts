import { later, Signal, type Unsubscribe } from '../signal.js'
import { endOf, useFor, whoIs, type Identity, type Tokens } from './tokens.js'

/** Tokens that the app hands out, kept until shortly before their end. */
export class GivenTokens implements Tokens {
  readonly #ask: () => string | Promise<string>
  readonly #news = new Signal<string>()
  #token = ''
  #goodUntil = 0
  #asking: Promise<string> | null = null
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(ask: () => string | Promise<string>) {
    this.#ask = ask
  }

  token(): Promise<string> {
    if (this.#token !== '' && Date.now() < this.#goodUntil) return Promise.resolve(this.#token)
    return this.#renew()
  }

  async renew(refused: string): Promise<boolean> {
    if (this.#token !== refused && this.#token !== '') return true
    const token = await this.#renew()
    return token !== '' && token !== refused
  }

  onToken(hear: (token: string) => void): Unsubscribe {
    return this.#news.subscribe(hear)
  }

  me(): Identity | null {
    return whoIs(this.#token)
  }

  destroy(): void {
    clearTimeout(this.#timer)
    this.#news.clear()
  }

  #renew(): Promise<string> {
    this.#asking ??= this.#take().finally(() => {
      this.#asking = null
    })
    return this.#asking
  }

  async #take(): Promise<string> {
    const token = await this.#ask()
    const end = endOf(token)
    const usable = end === null ? Number.MAX_SAFE_INTEGER : useFor(end - Date.now())
    this.#goodUntil = Date.now() + usable
    const isNew = token !== this.#token
    this.#token = token
    clearTimeout(this.#timer)
    // Open sockets end with their token, so they are given the next one before.
    if (end !== null && isNew) this.#timer = later(() => void this.#renew().catch(() => undefined), usable)
    if (isNew) this.#news.tell(token)
    return token
  }
}
