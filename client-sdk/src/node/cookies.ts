/** Sends requests and keeps the cookies of one server, as a browser would: what continues a login is one. */
export function withCookies(fetcher: typeof fetch): typeof fetch {
  const kept = new Map<string, string>()
  return async (input, init) => {
    const request = new Request(input, init)
    if (kept.size > 0) request.headers.set('cookie', [...kept].map((pair) => pair.join('=')).join('; '))
    const response = await fetcher(request)
    for (const cookie of response.headers.getSetCookie()) {
      const [pair = ''] = cookie.split(';')
      const at = pair.indexOf('=')
      const [name, value] = [pair.slice(0, at), pair.slice(at + 1)]
      if (value === '' || /;\s*max-age=0/i.test(cookie)) kept.delete(name)
      else kept.set(name, value)
    }
    return response
  }
}
