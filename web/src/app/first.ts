import type { Auth } from '@renexus/client'

import { AWAITS, TITLE, type Handed } from '@/first/handing'

/** For what stands in for the text of a page: the first text stays until there is none of it. */
export const awaitsText = { [AWAITS]: '' }
/** For the title of a document: that of the first text makes room for it. */
export const bearsTitle = { [TITLE]: '' }

const REFRESH = '/api/v1/auth/refresh'
/** Milliseconds after which an answer is too old to reckon from when its token ends. */
const OLD = 20_000

let handed: Handed | null = null
if (typeof window !== 'undefined') {
  const found = window.renexusFirst
  if (typeof found === 'object') handed = found
  window.renexusFirst = 'taken'
}

/** Sends requests. The first question for the login may have been asked before the app was there; it is asked once. */
export const fetchAfterFirst: typeof fetch = async (input, init) => {
  if (handed && typeof input === 'string' && input.endsWith(REFRESH)) {
    const { answer, asked } = handed
    handed = null
    const found = await answer
    if (found && Date.now() - asked < OLD) return found
  }
  return fetch(input, init)
}

/** Once somebody is logged in here, that answer is of no use any more. */
export const dropFirst = (auth: Auth): void => {
  const stop = auth.subscribe(({ status }) => {
    if (status !== 'in') return
    handed = null
    stop()
  })
}
