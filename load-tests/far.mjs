// A line to a server that is far away: each byte arrives so many milliseconds later, in both directions.
//
//   node load-tests/far.mjs 20 127.0.0.1:5432        prints the address of the near end; Ctrl-C ends it
//
// For trying what a database or a Redis in another region costs; a network that loses packets costs more.

import { connect, createServer } from 'node:net'

const [delay, target] = [Number(process.argv[2]), process.argv[3] ?? '']
const [host, port] = [target.slice(0, target.lastIndexOf(':')), Number(target.slice(target.lastIndexOf(':') + 1))]
if (!(delay >= 0) || !port) {
  console.error('usage: node load-tests/far.mjs MILLISECONDS HOST:PORT')
  process.exit(2)
}

/** Hands on what comes, later. Timers of one length fire in their order. */
const carry = (from, to) => {
  from.on('data', (bytes) => setTimeout(() => to.writable && to.write(bytes), delay))
  from.on('end', () => setTimeout(() => to.end(), delay))
  from.on('error', () => to.destroy())
  from.on('close', () => setTimeout(() => to.destroy(), delay))
}

const server = createServer({ noDelay: true, allowHalfOpen: true }, (near) => {
  const far = connect({ host, port, noDelay: true, allowHalfOpen: true })
  carry(near, far)
  carry(far, near)
})
server.listen(0, '127.0.0.1', () => console.log(`127.0.0.1:${server.address().port}`))
