import { expect, test } from 'vitest'

import { RenexusError } from '../src/errors.js'
import { unwrap } from '../src/api/api.js'
import { PASSWORD, pause, startServer, until } from './server.js'

// SPEC SDK-4
test('a login, its errors, and its end', async () => {
  const server = await startServer()
  const { client } = await server.human('Ada')
  expect(client.auth.current).toMatchObject({ status: 'in', person: { name: 'Ada' } })
  expect(unwrap(await client.api.GET('/api/v1/me')).handle).toBe('ada')
  const heard: string[] = []
  client.auth.subscribe(({ status }) => heard.push(status))
  await client.auth.logout()
  expect(client.auth.current).toEqual({ status: 'out', person: null })
  expect(heard).toEqual(['out'])
  const refused = await client.auth.login({ email: 'ada@example.org', password: 'not this one' }).catch((error: unknown) => error)
  expect(refused).toBeInstanceOf(RenexusError)
  expect(refused).toMatchObject({ code: 'wrong-credentials', status: 401 })
  await client.auth.login({ email: 'ada@example.org', password: PASSWORD })
  expect(client.auth.current.status).toBe('in')
  await expect(client.request('/api/v1/workspaces/nowhere')).rejects.toMatchObject({ code: 'not-found', status: 404 })
  const alone = server.client({ url: 'http://127.0.0.1:9' })
  await expect(alone.auth.refresh()).rejects.toMatchObject({ code: 'network' })
})

// SPEC SDK-4
test('access tokens are replaced before they end, and open documents go on', async () => {
  const server = await startServer({ RENEXUS__ACCOUNTS__ACCESS_SECONDS: '6' })
  const ada = await server.human('Ada')
  await server.workspace(ada, 'studio')
  const made = await ada.client.request<{ id: string; document: string }>('/api/v1/workspaces/studio/projects', {
    method: 'POST',
    body: { key: 'REN', name: 'Renexus' },
  })
  expect(made.id).toBeTruthy()
  const task = await ada.client.request<{ document: string }>('/api/v1/workspaces/studio/tasks', {
    method: 'POST',
    body: { project: 'REN', title: 'Write' },
  })
  const handle = ada.client.document(task.document)
  await handle.whenSynced
  expect(handle.access).not.toBe('none')
  const statuses = new Set<string>()
  handle.subscribe(({ status }) => statuses.add(status))
  await pause(11_000)
  expect(statuses, 'nobody was cut off').not.toContain('offline')
  expect(statuses).not.toContain('denied')
  handle.doc.getText('text').insert(0, 'still here')
  await until('it is saved', () => handle.saved)
  expect((await ada.client.request<{ name: string }>('/api/v1/me')).name).toBe('Ada')
})

// SPEC SDK-4
test('a token that is refused is replaced once, for all who ask at once', async () => {
  const server = await startServer({ RENEXUS__ACCOUNTS__ACCESS_SECONDS: '2' })
  let refreshes = 0
  const counting: typeof fetch = (input, init) => {
    if ((input instanceof Request ? input.url : String(input)).endsWith('/auth/refresh')) refreshes += 1
    return fetch(input, init)
  }
  const { client } = await server.human('Ada', { fetch: counting })
  // As when a machine slept: the token ended, and no timer ran.
  const now = Date.now
  await pause(2_500)
  refreshes = 0
  Date.now = () => now() - 60_000
  try {
    const answers = await Promise.all([1, 2, 3].map(() => client.request<{ name: string }>('/api/v1/me')))
    expect(answers.map(({ name }) => name)).toEqual(['Ada', 'Ada', 'Ada'])
  } finally {
    Date.now = now
  }
  expect(refreshes).toBeLessThanOrEqual(1)
})

// SPEC SDK-4
test('whoever logs out is cut off from documents too', async () => {
  const server = await startServer()
  const ada = await server.human('Ada')
  const id = await server.workspace(ada, 'studio')
  const workspace = ada.client.workspace(id)
  await until('she is in', () => workspace.state.status === 'connected')
  await ada.client.auth.logout()
  await until('she is out', () => workspace.state.status === 'denied')
  expect(workspace.state.denial?.code).toBe('unauthorized')
  await ada.client.auth.login({ email: 'ada@example.org', password: PASSWORD })
  await until('she is back', () => workspace.state.status === 'connected')
})
