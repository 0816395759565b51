// The text of a document before the app is there. A script of its own, in the page of documents alone; the build makes it.

import { ask, type Hand } from './asking'
import { stand } from './standing'

const [, at, slug, part, id, more] = location.pathname.split('/')

// Where the app is quicker there is nothing to do.
if (at === 'w' && slug && part === 'docs' && id && more === undefined && window.renexusFirst === undefined) {
  let hand: Hand = () => undefined
  const answer = new Promise<Response | null>((resolve) => { hand = resolve })
  const done = ask(slug, id, hand).then((found) => found && stand(found)).catch(() => undefined)
  window.renexusFirst = { answer, asked: Date.now(), done }
}
