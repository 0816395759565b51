// What a person sees: a bar while it runs, a table at the end.

const BAR = 30

/** Draws progress on a terminal; silent otherwise. */
export function progressBar (label, total, stream = process.stderr) {
  if (!stream.isTTY) return { at () {}, end () {} }
  const start = Date.now()
  const at = (done) => {
    const filled = Math.round(BAR * done / total)
    const rate = Math.round(done / ((Date.now() - start) / 1000 || 1))
    const bar = '█'.repeat(filled) + '░'.repeat(BAR - filled)
    stream.write(`\r\x1b[K${label}  ${bar}  ${count(done)} of ${count(total)}  ${count(rate)}/s`)
  }
  return { at, end: () => stream.write('\r\x1b[K') }
}

/** The results, each peer beside Renexus with the same writer. */
export function table (results) {
  const renexus = new Map(results.filter(({ target }) => target === 'renexus').map((run) => [run.writer, run]))
  const rows = results.map((run) => [
    run.target,
    run.writer ?? '',
    run.failed ? 'failed' : speed(run),
    ratio(run, renexus.get(run.writer)),
    run.server_cpu_seconds === undefined ? '' : (run.server_cpu_seconds / run.edits * 1e6).toFixed(0),
    run.acknowledged_means ?? '',
    yes(run.converged),
    yes(run.durable)
  ])
  const head = ['server', 'written by', 'edits/s', 'renexus is', 'CPU µs/edit', 'acknowledged means', 'all equal', 'after kill -9']
  return columns([head, ...rows])
}

const ratio = (run, renexus) =>
  renexus?.edits_per_second && run.edits_per_second && run !== renexus
    ? `${(renexus.edits_per_second / run.edits_per_second).toFixed(1)}×`
    : ''

const speed = (run) => count(Math.round(run.edits_per_second)) + (run.unfinished ? ` (only ${count(run.edits)} edits)` : '')

const yes = (value) => value === undefined ? '' : value ? 'yes' : 'NO'

const count = (number) => number.toLocaleString('en-US')

function columns (rows) {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)))
  const line = (row) => row.map((cell, column) => cell.padEnd(widths[column])).join('  ').trimEnd()
  return [line(rows[0]), widths.map((width) => '─'.repeat(width)).join('  '), ...rows.slice(1).map(line)].join('\n')
}
