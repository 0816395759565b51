import { expect, test } from 'vitest'

import type { WorkspaceNews } from '../src/workspaces/events.js'
import { startProxy } from './proxy.js'
import { startServer, until, type Human, type Server } from './server.js'

async function invite({ client }: Human): Promise<void> {
  await client.request('/api/v1/workspaces/studio/invitations', { method: 'POST', body: { role: 'guest' } })
}

const seqs = (news: readonly WorkspaceNews[]) => news.map(({ seq }) => seq)
const upTo = (last: number) => Array.from({ length: last }, (_, index) => index + 1)

async function studio(server: Server): Promise<[Human, string]> {
  const ada = await server.human('Ada')
  return [ada, await server.workspace(ada, 'studio')]
}

// SPEC SDK-6
test('every event comes once and in order, over cuts, whenever one began to listen', async () => {
  const server = await startServer()
  const [ada, id] = await studio(server)
  for (let more = 0; more < 5; more++) await invite(ada)
  const proxy = await startProxy(server.url)
  const token = () => ada.client.auth.token()
  const behind = server.client({ url: proxy.url, getToken: token })
  const workspace = behind.workspace(id)
  const [all, some, now]: WorkspaceNews[][] = [[], [], []]
  workspace.events.subscribe((event) => all?.push(event), { after: 0 })
  await until('the past came', () => all?.length === 6)
  workspace.events.subscribe((event) => some?.push(event), { after: 3 })
  workspace.events.subscribe((event) => now?.push(event))
  await until('the rest of the past came', () => some?.length === 3)
  for (let round = 0; round < 4; round++) {
    await invite(ada)
    proxy.cut()
    await invite(ada)
    await invite(ada)
    await until('all came', () => all?.length === 6 + 3 * (round + 1))
  }
  expect(seqs(all ?? [])).toEqual(upTo(18))
  await until('to the others as well', () => some?.length === 15 && now?.length === 12)
  expect(seqs(some ?? [])).toEqual(upTo(18).slice(3))
  expect(seqs(now ?? [])).toEqual(upTo(18).slice(6))
})

// SPEC SDK-6
test('whoever was away for too long is told to load anew', async () => {
  const server = await startServer({ RENEXUS__EVENTS__RESUME: '4' })
  const [ada, id] = await studio(server)
  const workspace = ada.client.workspace(id)
  const heard: WorkspaceNews[] = []
  workspace.events.subscribe((event) => heard.push(event))
  await until('it is open', () => workspace.state.status === 'connected')
  await invite(ada)
  await until('it hears', () => heard.length === 1)
  const port = server.port
  await server.kill()
  await server.start(port)
  // Others change a lot before this one is back.
  const other = server.client()
  await other.auth.login({ email: 'ada@example.org', password: 'a password for tests' })
  for (let more = 0; more < 6; more++) await other.request('/api/v1/workspaces/studio/invitations', { method: 'POST', body: { role: 'guest' } })
  await until('it hears of a reset or of all', () => heard.at(-1)?.seq === 8)
  const reset = heard.findIndex(({ type }) => type === 'reset')
  const after = reset < 0 ? heard : heard.slice(reset)
  expect(seqs(after)).toEqual([...new Set(seqs(after))].sort((one, two) => one - two))
})

// SPEC SDK-7
test('the roster shows who is here, once each, with what their windows say', async () => {
  const server = await startServer()
  const [ada, id] = await studio(server)
  const ben = await server.human('Ben')
  await server.join(ada, 'studio', [ben, 'member'])
  const second = server.client({ getToken: () => ada.client.auth.token() })
  const [one, two, three] = [ada.client.workspace(id), second.workspace(id), ben.client.workspace(id)]
  one.setPresence({ place: 'board' })
  two.setPresence({ place: 'inbox' })
  three.setPresence({ place: 'notes' })
  await until('Ben sees both windows of Ada', () => three.roster.find(({ name }) => name === 'Ada')?.windows.length === 2)
  expect(three.roster.map(({ name }) => name)).toEqual(['Ada', 'Ben'])
  expect(three.roster[0]?.id).toBe(ada.id)
  one.setPresence({ place: 'task' })
  await until('it changes', () => three.roster[0]?.windows.some(({ place }) => place === 'task'))
  two.destroy()
  await until('one window less', () => three.roster[0]?.windows.length === 1)
})

// SPEC SDK-7
test('people are told at once what is for them', async () => {
  const server = await startServer()
  const [ada, id] = await studio(server)
  const ben = await server.human('Ben')
  await server.join(ada, 'studio', [ben, 'member'])
  await ada.client.request('/api/v1/workspaces/studio/projects', { method: 'POST', body: { key: 'REN', name: 'R' } })
  await ada.client.request('/api/v1/workspaces/studio/tasks', { method: 'POST', body: { project: 'REN', title: 'T' } })
  const told: string[] = []
  const workspace = ben.client.workspace(id)
  workspace.notifications.subscribe(({ excerpt }) => told.push(excerpt))
  await until('Ben is in', () => workspace.state.status === 'connected')
  await ada.client.request('/api/v1/workspaces/studio/threads', {
    method: 'POST',
    body: { place_kind: 'task', place: 'REN-1', body: '@ben look' },
  })
  await until('Ben is told', () => told[0] === '@ben look')
})

// SPEC SDK-3
test('rights that change are in force in an open document, level by level', async () => {
  const server = await startServer()
  const [ada] = await studio(server)
  const ben = await server.human('Ben')
  await server.join(ada, 'studio', [ben, 'member'])
  await ada.client.request('/api/v1/workspaces/studio/projects', { method: 'POST', body: { key: 'REN', name: 'R' } })
  const task = await ada.client.request<{ document: string }>('/api/v1/workspaces/studio/tasks', {
    method: 'POST',
    body: { project: 'REN', title: 'T' },
  })
  const handle = ben.client.document(task.document)
  await until('Ben may write', () => handle.access === 'write')
  const role = (role: string) => ada.client.request(`/api/v1/workspaces/studio/members/${ben.id}`, { method: 'PATCH', body: { role } })
  await role('admin')
  await until('Ben manages', () => handle.access === 'manage')
  await role('guest')
  await until('Ben is out', () => handle.status === 'denied')
  expect(handle.access).toBe('none')
  expect(handle.denial?.code).toBe('forbidden')
  await role('member')
  handle.retry()
  await until('Ben is back', () => handle.access === 'write')
})
