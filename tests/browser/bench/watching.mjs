// What runs inside of a page to measure it. Every function here is sent to the browser as it stands.

/** The time of this page on the clock of the machine, in ms; pages of one machine agree to a tenth. */
export function clock () {
  // Date ticks once a millisecond: at a tick both clocks are read.
  const differences = []
  for (let round = 0; round < 8; round++) {
    const now = Date.now()
    let tick = Date.now()
    while (tick === now) tick = Date.now()
    differences.push(tick - performance.now())
  }
  differences.sort((one, other) => one - other)
  window.clockOffset = differences[0]
  return window.clockOffset
}

/** Notes when keys are pressed: `keys`, in ms of the machine. */
export function noteKeys () {
  window.keys = []
  document.addEventListener('keydown', (event) => { if (event.key === 'x') window.keys.push(event.timeStamp + window.clockOffset) }, true)
}

/** Notes when the nth `x` stands in the last lines (`applied`), and when the frame with it was made (`shown`). */
export function noteLetters (element) {
  window.applied = []
  window.shown = []
  const count = () => [...element.children].slice(-2).reduce((sum, { textContent }) => sum + textContent.split('x').length - 1, 0)
  const before = count()
  const { port1, port2 } = new MessageChannel()
  const due = []
  port1.onmessage = () => {
    const now = performance.now() + window.clockOffset
    for (const fill of due.splice(0)) fill(now)
  }
  new MutationObserver(() => {
    const now = performance.now() + window.clockOffset
    const seen = count() - before
    const from = window.applied.length
    if (seen <= from) return
    for (let at = from; at < seen; at++) window.applied.push(now)
    // The message comes after the frame that draws what is there now.
    requestAnimationFrame(() => {
      due.push((then) => { for (let at = from; at < seen; at++) window.shown[at] = then })
      port2.postMessage(null)
    })
  }).observe(element, { childList: true, characterData: true, subtree: true })
}

/** Notes the time of every frame from now on. */
export function noteFrames () {
  window.frames_ = []
  const run = {}
  window.run = run
  window.longFrames = []
  window.slow?.disconnect()
  window.slow = new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      window.longFrames.push({ ms: entry.duration, blocking: entry.blockingDuration, scripts: entry.scripts.map(({ invoker, duration, sourceURL, forcedStyleAndLayoutDuration: layout }) => `${Math.round(duration)} ms (${Math.round(layout)} layout) ${invoker} ${sourceURL.split('/').pop()}`) })
    }
  })
  window.slow.observe({ type: 'long-animation-frame' })
  const note = (now) => {
    if (window.run === run) window.frames_.push(now)
    if (window.run === run) requestAnimationFrame(note)
  }
  requestAnimationFrame(note)
}

/** Ends that: frames a second, the longest time between two of them, and what took long. */
export function frames () {
  window.run = null
  const gaps = window.frames_.slice(1).map((now, at) => now - window.frames_[at])
  const whole = gaps.reduce((sum, gap) => sum + gap, 0)
  const sorted = [...gaps].sort((one, other) => one - other)
  return { rate: (gaps.length * 1000) / whole, longest: sorted.at(-1), p95: sorted[Math.floor(gaps.length * 0.95)], over50: gaps.filter((gap) => gap > 50).length, count: gaps.length, long: window.longFrames }
}

/** Notes the largest paint so far, from the first byte on. */
export function notePaints () {
  window.paints = []
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) window.paints.push({ at: entry.startTime, size: entry.size, what: entry.element?.tagName ?? '', words: (entry.element?.textContent ?? '').slice(0, 40) })
  }).observe({ type: 'largest-contentful-paint', buffered: true })
}
