import { createContext, createElement, useContext, type ReactNode } from 'react'

import type { Client } from '../client.js'

const Context = createContext<Client | null>(null)

/** Gives a client to the hooks below it. */
export function RenexusProvider({ client, children }: { client: Client; children?: ReactNode }): ReactNode {
  return createElement(Context.Provider, { value: client }, children)
}

/** The client of the nearest `RenexusProvider`. */
export function useClient(): Client {
  const client = useContext(Context)
  if (client === null) throw new Error('there is no <RenexusProvider> above')
  return client
}
