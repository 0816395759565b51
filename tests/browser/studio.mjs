// A workspace with something in it, for tests that look at pages.

import { until } from '../clients/harness.mjs'

const TITLES = [
  ['Crash when a board has no columns', 'urgent', -2], ['Write the guide for self-hosting', 'high', 0], ['Colours of labels in dark mode', 'medium', 3],
  ['Import from a spreadsheet', 'low', null], ['Avatars are too large in lists', 'none', 6], ['Keyboard moves of cards', 'high', null],
  ['Search finds beginnings of words', 'medium', null], ['Weekly digest by mail', 'low', 12], ['Slow query in reports', 'urgent', null], ['Rename projects', 'none', null]
]

const day = (days) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)

/** Ana, who owns the workspace `studio`, Ben and Eve in it; two projects with tasks, labels, talk and news. */
export async function studio (stage) {
  // By the link of the first start, so that she administers the server.
  const link = await until('the server prints its link', () => stage.server.setupLink)
  const ana = await stage.person('Ana', { invitation: link.split('#')[1] })
  const { id } = await stage.call(ana.token, 'POST', '/workspaces', { name: 'Studio', slug: 'studio' })
  const [ben, eve] = [await stage.person('Ben'), await stage.person('Eve')]
  await stage.join(ana, 'studio', ben)
  await stage.join(ana, 'studio', eve, 'guest')
  const at = '/workspaces/studio'
  const post = (who, path, body) => stage.call(who.token, 'POST', at + path, body)
  await post(ana, '/projects', { key: 'REN', name: 'Renexus', about: 'The server' })
  await post(ana, '/projects', { key: 'WEB', name: 'Web site', about: '' })
  const bug = await post(ana, '/labels', { name: 'bug', color: '#d64545' })
  await post(ana, '/labels', { name: 'idea', color: '#3a86c8' })
  const tasks = []
  for (const [title, priority, due] of TITLES) {
    tasks.push(await post(ben, '/tasks', { project: 'REN', title, priority, ...(due !== null && { due: day(due) }), assignees: priority === 'none' ? [] : [ana.id], labels: priority === 'urgent' ? [bug.id] : [] }))
  }
  const statuses = await stage.call(ana.token, 'GET', `${at}/projects/REN/statuses`)
  const doing = statuses.items.find(({ category }) => category === 'started')
  await post(ben, `/tasks/${tasks[5].key}/move`, { status: doing.id })
  await post(ben, '/threads', { place_kind: 'task', place: tasks[0].key, body: '@ana can you look? It stops before the first column is there.' })
  await post(ben, '/threads', { place_kind: 'task', place: tasks[1].key, body: '@ana the part about backups is missing.' })
  return { id, ana, ben, eve, tasks }
}
