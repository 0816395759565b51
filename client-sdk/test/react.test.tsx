// @vitest-environment jsdom
import { act, cleanup, render, screen } from '@testing-library/react'
import { StrictMode, useState } from 'react'
import { afterEach, expect, test } from 'vitest'
import WebSocket from 'ws'

import {
  RenexusProvider, useAuth, useCursors, useDocument, useNotifications, usePresence, useRoster, useSaved, useWorkspaceEvents,
} from '../src/react/index.js'
import type { Client, ClientOptions } from '../src/client.js'
import { startServer, until, type Server } from './server.js'

afterEach(cleanup)

function show(client: Client, page: React.ReactNode) {
  return render(
    <StrictMode>
      <RenexusProvider client={client}>{page}</RenexusProvider>
    </StrictMode>,
  )
}

const shown = (id: string) => screen.queryByTestId(id)?.textContent ?? ''
const eventually = (what: string, condition: () => boolean) =>
  act(async () => {
    await until(what, condition)
  })

function Editor() {
  const { doc, status, access } = useDocument('notes')
  const { saved, pending } = useSaved('notes')
  const cursors = useCursors('notes')
  const [, again] = useState(0)
  return (
    <button
      data-testid="editor"
      onClick={() => {
        doc.getText('text').insert(0, 'x')
        again((count) => count + 1)
      }}
    >
      {status} {access} {saved ? 'saved' : `${pending} pending`} {cursors.length} here
    </button>
  )
}

// SPEC SDK-11
test('hooks show a document under StrictMode, hold it once, and let it go', async () => {
  const server = await startServer()
  const client = server.guest()
  const page = show(client, <Editor />)
  expect(shown('editor'), 'the document is there at once').toBe('connecting  saved 1 here')
  await eventually('it is connected', () => shown('editor').startsWith('connected'))
  expect(client.openDocuments).toBe(1)
  act(() => {
    screen.getByTestId('editor').click()
  })
  expect(shown('editor')).toContain('1 pending')
  await eventually('it is saved', () => shown('editor').includes('saved'))
  page.rerender(
    <StrictMode>
      <RenexusProvider client={client}>nothing</RenexusProvider>
    </StrictMode>,
  )
  await until('it is let go', () => client.openDocuments === 0)
})

function Studio({ id, heard }: { id: string; heard: number[] }) {
  const { person } = useAuth()
  const roster = useRoster(id)
  usePresence(id, { place: 'board' })
  useWorkspaceEvents(id, ({ seq }) => heard.push(seq), { after: 0 })
  const { items, unread } = useNotifications(id)
  return (
    <p data-testid="studio">
      {person?.name} / {roster.map(({ name }) => name).join()} / {unread} {items[0]?.excerpt}
    </p>
  )
}

function Ear({ id, heard }: { id: string; heard: string[] }) {
  useWorkspaceEvents(id, ({ type }) => heard.push(type), { after: 0 })
  return null
}

// SPEC SDK-11
test('a hook that is shown another workspace hears that one from its beginning', async () => {
  const server = await startServer()
  const ada = await server.human('Ada')
  const busy = await server.workspace(ada, 'busy')
  for (const key of ['AA', 'BB', 'CC']) {
    await ada.client.request('/api/v1/workspaces/busy/projects', { method: 'POST', body: { key, name: key } })
  }
  const young = await server.workspace(ada, 'young')
  const heard: string[] = []
  const page = show(ada.client, <Ear id={busy} heard={heard} />)
  await eventually('the first is heard', () => heard.filter((type) => type === 'project.created').length === 3)
  heard.length = 0
  page.rerender(
    <StrictMode>
      <RenexusProvider client={ada.client}>
        <Ear id={young} heard={heard} />
      </RenexusProvider>
    </StrictMode>,
  )
  await eventually('the other is heard', () => heard.includes('workspace.created'))
})

/** A workspace of Ada and Ben, with a task on which she can mention him. */
async function studio(server: Server, options: Partial<ClientOptions> = {}) {
  // Two clients of one address in one page would be two tabs of one person.
  const elsewhere = server.url.replace('127.0.0.1', 'localhost')
  const [ada, ben] = [await server.human('Ada', { url: elsewhere }), await server.human('Ben', options)]
  const id = await server.workspace(ada, 'studio')
  await server.join(ada, 'studio', [ben, 'member'])
  const post = (path: string, body: unknown) => ada.client.request(`/api/v1/workspaces/studio/${path}`, { method: 'POST', body })
  await post('projects', { key: 'REN', name: 'R' })
  await post('tasks', { project: 'REN', title: 'T' })
  const mention = (body: string) => post('threads', { place_kind: 'task', place: 'REN-1', body })
  return { ada, ben, id, mention }
}

// SPEC SDK-11
test('hooks of a workspace hear each event once, see who is here, and what is for them', async () => {
  const server = await startServer()
  const { ada, ben, id, mention } = await studio(server)
  const heard: number[] = []
  show(ben.client, <Studio id={id} heard={heard} />)
  await eventually('Ben sees himself', () => shown('studio').startsWith('Ben / Ben / 0'))
  await act(() => mention('@ben look'))
  await eventually('Ben is told', () => shown('studio').endsWith('1 @ben look'))
  const last = Number((await ada.client.request<{ items: { seq: number }[] }>('/api/v1/workspaces/studio/events')).items.at(-1)?.seq)
  await eventually('all events came', () => heard.at(-1) === last)
  expect(heard).toEqual(Array.from({ length: last }, (_, index) => index + 1))
})

// SPEC SDK-11
test('who is told something while the list is still being read keeps it', async () => {
  const server = await startServer()
  const held: (() => void)[] = []
  let answers = 0
  const { ben, id, mention } = await studio(server, {
    fetch: async (input, init) => {
      const answer = await fetch(input, init)
      if (!answer.url.includes('/me/notifications')) return answer
      answers += 1
      if (answers <= 2) await new Promise<void>((go) => held.push(go))
      return answer
    },
  })
  show(ben.client, <Studio id={id} heard={[]} />)
  await eventually('the list is on its way', () => held.length === 2 && shown('studio').startsWith('Ben / Ben / 0'))
  await act(() => mention('@ben look'))
  await eventually('Ben is told', () => shown('studio').endsWith('1 @ben look'))
  for (const go of held) go()
  await eventually('the list is asked for anew', () => answers >= 4)
  await eventually('Ben still sees it', () => shown('studio').endsWith('1 @ben look'))
})

// SPEC SDK-11
test('what was said while the connection was away is there after it', async () => {
  const server = await startServer()
  const sockets = new Set<WebSocket>()
  let isAway = false
  class Line extends WebSocket {
    constructor(url: string) {
      super(isAway ? 'ws://127.0.0.1:9/' : url)
      sockets.add(this)
    }
  }
  const { ben, id, mention } = await studio(server, {
    WebSocket: Line,
    fetch: (input, init) => (isAway ? Promise.reject(new TypeError('away')) : fetch(input, init)),
  })
  show(ben.client, <Studio id={id} heard={[]} />)
  await act(() => mention('@ben first'))
  await eventually('Ben is told', () => shown('studio').endsWith('1 @ben first'))
  isAway = true
  for (const socket of sockets) socket.terminate()
  await eventually('the connection is noticed to be away', () => ben.client.workspace(id).state.status === 'offline')
  await act(() => mention('@ben second'))
  isAway = false
  await eventually('Ben is told of both', () => shown('studio').endsWith('2 @ben second'))
})
