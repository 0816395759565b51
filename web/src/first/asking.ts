import { createAuth } from '@renexus/client'

/** A document as it is shown at first. */
export interface Found {
  title: string
  /** The beginning of its text, as the server writes it in JSON. */
  text: string
}

/** Takes the answer to the question for the login, or null when none was needed. */
export type Hand = (answer: Response | null) => void

/** Bytes of an answer that are read: more than any screen shows. */
const MOST = 64_000

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

/** The beginning of a body. */
const beginning = async (answer: Response): Promise<string> => {
  const reader = answer.body?.getReader()
  const decoder = new TextDecoder()
  let [text, bytes] = ['', 0]
  while (reader && bytes < MOST) {
    const { done, value } = await reader.read()
    if (done) break
    bytes += value.length
    text += decoder.decode(value, { stream: true })
  }
  void reader?.cancel().catch(() => undefined)
  return text
}

/** The rich text out of the JSON of a document, or of its beginning. In JSON a quote within a text is escaped. */
const richText = (json: string): string => {
  const start = /[{,]"default":"/.exec(json)
  if (!start) return ''
  const rest = json.slice(start.index + start[0].length)
  const text = /^(?:[^"\\]|\\(?:u[0-9a-fA-F]{4}|[^u]))*/.exec(rest)?.[0] ?? ''
  return String(JSON.parse(`"${text}"`))
}

/** Asks for a document; null for who may not read it, and where there is nothing to show. */
export const ask = async (slug: string, id: string, hand: Hand): Promise<Found | null> => {
  const bearer = await token(hand)
  if (bearer === '') return null
  const get = (path: string) => fetch(path, { headers: { authorization: `Bearer ${bearer}` } })
  const [page, content] = await Promise.all([get(`/api/v1/workspaces/${slug}/pages/${id}`), get(`/api/documents/${id}/json`)])
  if (!page.ok || !content.ok) return null
  const [{ title }, json] = await Promise.all([page.json() as Promise<{ title: string }>, beginning(content)])
  const text = richText(json)
  return title === '' || text === '' ? null : { title, text }
}
