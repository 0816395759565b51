// Keeps the assistant of a server busy: somebody with a few documents asks for more as soon as it has room.

const DOCUMENTS = 8
/** Jobs that wait or run, at least. */
const JOBS = 16
/** Milliseconds between two looks. */
const LOOK = 200

/** Keeps it busy until it is told to leave; `over` tells what it did. */
export async function busy (base) {
  let token = ''
  const call = async (method, path, body) => {
    const headers = { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) }
    const answer = await fetch(`${base}${path}`, { method, headers, ...(body && { body: JSON.stringify(body) }) })
    const said = await answer.text()
    if (!answer.ok && answer.status !== 429) throw new Error(`${method} ${path}: ${answer.status} ${said}`)
    return said && JSON.parse(said)
  }
  const person = { email: 'ada@example.org', name: 'Ada', password: 'a password for tests' }
  token = (await call('POST', '/api/v1/auth/register', person)).access_token
  await call('POST', '/api/v1/workspaces', { name: 'Studio', slug: 'studio' })
  const documents = []
  for (let number = 0; number < DOCUMENTS; number++) {
    documents.push((await call('POST', '/api/v1/workspaces/studio/pages', { title: `Page ${number}` })).id)
  }
  const metric = (text, name) => Number(new RegExp(`^${name} (\\d+)`, 'm').exec(text)?.[1] ?? 0)
  let turn = 0
  let gone = false
  const ask = async () => {
    const { jobs } = await call('GET', '/api/v1/workspaces/studio/assistant')
    for (let count = jobs; count < JOBS; count++) {
      const document = documents[turn++ % DOCUMENTS]
      await call('POST', `/api/v1/documents/${document}/assistant`, { task: 'draft', prompt: 'Tell me about lighthouses.' })
    }
  }
  await ask()
  const asking = (async () => {
    while (!gone) {
      await new Promise((resolve) => setTimeout(resolve, LOOK))
      await ask()
    }
  })()
  // What goes wrong is told by `over`.
  asking.catch(() => {})
  return {
    leave: () => {
      gone = true
    },
    over: async () => {
      gone = true
      await asking
      const metrics = await (await fetch(`${base}/metrics`)).text()
      return { attempts: metric(metrics, 'renexus_assistant_attempts_total'), failures: metric(metrics, 'renexus_assistant_failures_total') }
    }
  }
}
