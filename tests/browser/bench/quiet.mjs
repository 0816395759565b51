// How much other work there is on the machine while something is measured.

const EVERY = 200
const ROUNDS = 1_000_000

const work = () => {
  const began = performance.now()
  let sum = 0
  for (let at = 0; at < ROUNDS; at++) sum = (sum * 31 + at) | 0
  return performance.now() - began
}

// Made fast first.
for (let at = 0; at < 200; at++) work()

/** Looks five times a second how long a little work takes: about a hundredth of one processor. */
export class Quiet {
  #times = []
  #timer = setInterval(() => this.#times.push(work()), EVERY)

  /** How many times slower it was in the mean than at its best. */
  end () {
    clearInterval(this.#timer)
    const best = Math.min(...this.#times, work())
    const mean = this.#times.reduce((sum, time) => sum + time, 0) / Math.max(1, this.#times.length)
    return Math.round((mean / best) * 10) / 10
  }
}
