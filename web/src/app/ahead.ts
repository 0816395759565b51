import { pagesApi } from '@/api/pages'
import { workspacesApi } from '@/api/workspaces'

import { client } from './client'
import { store } from './store'

/** Milliseconds for which a document is held open for the page that will show it. */
const HELD = 10_000

/**
 * Asks for what the page of an address will need, before anything of it is drawn: the login, the workspace around it, the
 * document. The page finds the answers there, or on their way.
 */
export const askAhead = (path: string): void => {
  const [, at, slug, part, id] = path.split('/')
  if (at !== 'w' || !slug) return
  const ask = () => {
    const { workspace, projects, members } = workspacesApi.endpoints
    const once = { subscribe: false }
    void store.dispatch(workspace.initiate(slug, once))
    void store.dispatch(projects.initiate(slug, once))
    void store.dispatch(members.initiate(slug, once))
    void store.dispatch(pagesApi.endpoints.pages.initiate(slug, once))
    if (part !== 'docs' || !id) return
    const held = client.document(id, { offline: true })
    setTimeout(() => held.destroy(), HELD)
  }
  // Nothing is asked for who is not logged in. Without a server the page asks again, and says so.
  client.auth.refresh().then((person) => { if (person) ask() }).catch(() => undefined)
}
