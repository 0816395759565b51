// Two programs count together, and each number is on disk before the next one is written.
import { createClient } from '@renexus/client/node'

import { token, url } from '../token.mjs'

const clients = ['Ada', 'Ben'].map((name) => createClient({ url, getToken: () => token(name) }))
const [one, two] = clients.map((client) => client.document('example-count'))
await Promise.all([one.whenSynced, two.whenSynced])

const saved = (handle) => new Promise((resolve) => {
  if (handle.saved) return resolve()
  const stop = handle.subscribe((state) => {
    if (!state.saved) return
    stop()
    resolve()
  })
})

for (const handle of [one, two, one, two]) {
  const numbers = handle.doc.getArray('numbers')
  numbers.push([numbers.length + 1])
  await saved(handle)
}
const deadline = Date.now() + 5_000
const length = (handle) => handle.doc.getArray('numbers').length
while (length(one) !== length(two) && Date.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 10))
console.log(one.doc.getArray('numbers').toJSON().join(' '))
for (const client of clients) client.destroy()
