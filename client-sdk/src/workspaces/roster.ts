import { isRecord } from '../errors.js'

/** What one window of a person says of itself: where it is, what it looks at. */
export type Presence = Readonly<Record<string, unknown>>

/** Somebody who is here, with all their windows. */
export interface Present {
  /** The person, as the server knows them. */
  readonly id: string
  readonly name: string
  /** What each of their windows says of itself. */
  readonly windows: readonly Presence[]
}

/** Reads the roster out of the presence of the channel; by name. */
export function rosterOf(states: ReadonlyMap<number, unknown>): readonly Present[] {
  const people = new Map<string, { id: string; name: string; windows: Presence[] }>()
  for (const state of states.values()) {
    if (!isRecord(state) || !isRecord(state['user'])) continue
    const { id, name } = state['user']
    if (typeof id !== 'string' || typeof name !== 'string') continue
    const known = people.get(id)
    if (known === undefined) people.set(id, { id, name, windows: [state] })
    else known.windows.push(state)
  }
  return [...people.values()].sort((one, other) => one.name.localeCompare(other.name) || (one.id < other.id ? -1 : 1))
}
