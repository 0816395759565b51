// People, workspaces and what they ask by REST.

import assert from 'node:assert/strict'

/** Everybody may register. */
export const OPEN = { RENEXUS__ACCOUNTS__REGISTRATION: 'open' }

/** A request below /api/v1 that has to succeed; its JSON. */
export async function call (server, token, method, path, body) {
  const answer = await fetch(`${server.http}/api/v1${path}`, {
    method,
    headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
    body: body && JSON.stringify(body)
  })
  const text = await answer.text()
  assert.ok(answer.ok, `${method} ${path}: ${answer.status} ${text}`)
  return text ? JSON.parse(text) : null
}

/** Somebody who is logged in. */
export async function register (server, name) {
  const body = { email: `${name.toLowerCase()}@example.org`, name, password: 'a password for tests' }
  const { access_token: token, person } = await call(server, null, 'POST', '/auth/register', body)
  return { token, id: person.id }
}

/** Lets somebody into a workspace. */
export async function join (server, owner, workspace, guest, role) {
  const { secret } = await call(server, owner.token, 'POST', `/workspaces/${workspace}/invitations`, { role })
  await call(server, guest.token, 'POST', '/invitations/accept', { secret })
}
