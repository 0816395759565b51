// Chooses the colours before anything is drawn. A file of its own, since pages hold no script.
;(function () {
  var scheme = null
  var density = null
  try {
    scheme = localStorage.getItem('rx-scheme')
    density = localStorage.getItem('rx-density')
  } catch {
    // Storage may be refused; then the system decides.
  }
  if (scheme !== 'light' && scheme !== 'dark') {
    scheme = matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light'
  }
  var root = document.documentElement
  root.setAttribute('data-scheme', scheme)
  root.setAttribute('data-density', density === 'cozy' ? 'cozy' : 'compact')
})()
