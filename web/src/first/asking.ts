import { createAuth } from '@renexus/client'

import type { Told } from './reading'

/** A document as it is shown at first. */
export interface Found {
  title: string
  /** The beginning of its text. */
  text: readonly Told[]
}

/** Takes the answer to the question for the login, or null when none was needed. */
export type Hand = (answer: Response | null) => void

/** Blocks that are asked for: more than any screen shows. */
const BLOCKS = 60

/** The access token, by one question whose answer is handed on. Empty when nobody is logged in. */
const token = async (hand: Hand): Promise<string> => {
  const auth = createAuth(location.origin, async (input, init) => {
    const answer = await fetch(input, init)
    hand(answer.clone())
    return answer
  })
  try {
    return await auth.token()
  } finally {
    // None was sent when another tab had told of the login meanwhile, or it failed: the app asks by itself.
    hand(null)
    auth.destroy()
  }
}

/** Asks for a document; null for who may not read it, and where there is nothing to show. */
export const ask = async (slug: string, id: string, hand: Hand): Promise<Found | null> => {
  const bearer = await token(hand)
  if (bearer === '') return null
  const get = (path: string) => fetch(path, { headers: { authorization: `Bearer ${bearer}` } })
  const [page, content] = await Promise.all([get(`/api/v1/workspaces/${slug}/pages/${id}`), get(`/api/documents/${id}/json?blocks=${BLOCKS}`)])
  if (!page.ok || !content.ok) return null
  const [{ title }, { default: said }] = await Promise.all([page.json() as Promise<{ title: string }>, content.json() as Promise<{ default?: Told }>])
  const text = said?.content ?? []
  return title === '' || text.length === 0 ? null : { title, text }
}
