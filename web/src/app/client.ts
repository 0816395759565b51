import { createClient } from '@renexus/client'

import { dropFirst, fetchAfterFirst } from './first'

/** Nothing is asked while pages are exported. */
const NOWHERE = 'http://localhost'

/** The way to the server: REST, login, live events and documents over one connection. */
export const client = createClient({ url: typeof window === 'undefined' ? NOWHERE : window.location.origin, fetch: fetchAfterFirst })

dropFirst(client.auth)
