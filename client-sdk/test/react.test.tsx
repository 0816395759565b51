// @vitest-environment jsdom
import { act, cleanup, render, screen } from '@testing-library/react'
import { StrictMode, useState } from 'react'
import { afterEach, expect, test } from 'vitest'

import {
  RenexusProvider, useAuth, useCursors, useDocument, useNotifications, usePresence, useRoster, useSaved, useWorkspaceEvents,
} from '../src/react/index.js'
import type { Client } from '../src/client.js'
import { startServer, until } from './server.js'

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

// SPEC SDK-11
test('hooks of a workspace hear each event once, see who is here, and what is for them', async () => {
  const server = await startServer()
  // Two clients of one address in one page would be two tabs of one person.
  const elsewhere = server.url.replace('127.0.0.1', 'localhost')
  const [ada, ben] = [await server.human('Ada', { url: elsewhere }), await server.human('Ben')]
  const id = await server.workspace(ada, 'studio')
  await server.join(ada, 'studio', [ben, 'member'])
  const post = (path: string, body: unknown) => ada.client.request(`/api/v1/workspaces/studio/${path}`, { method: 'POST', body })
  await post('projects', { key: 'REN', name: 'R' })
  await post('tasks', { project: 'REN', title: 'T' })
  const heard: number[] = []
  show(ben.client, <Studio id={id} heard={heard} />)
  await eventually('Ben sees himself', () => shown('studio').startsWith('Ben / Ben / 0'))
  await act(() => post('threads', { place_kind: 'task', place: 'REN-1', body: '@ben look' }))
  await eventually('Ben is told', () => shown('studio').endsWith('1 @ben look'))
  const last = Number((await ada.client.request<{ items: { seq: number }[] }>('/api/v1/workspaces/studio/events')).items.at(-1)?.seq)
  await eventually('all events came', () => heard.at(-1) === last)
  expect(heard).toEqual(Array.from({ length: last }, (_, index) => index + 1))
})
