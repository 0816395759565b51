// A workspace in which people have worked for a year, for pages that need a past.

import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

const PASSWORD = 'a password for the demo'

/** Fills the server of a stage with the demo: who runs it, and the workspace `studio`. */
export async function demo (stage) {
  const { server } = stage
  await server.stop()
  await promisify(execFile)(process.env.RENEXUS_BIN, ['seed', '--demo', '--workspace', 'studio', '--data', server.data], { env: { ...process.env, ...server.env, RENEXUS_DEMO_PASSWORD: PASSWORD } })
  await server.start()
  const maya = { name: 'Maya', email: 'maya@studio.example', password: PASSWORD }
  const { access_token: token, person } = await stage.call(null, 'POST', '/auth/login', { email: maya.email, password: PASSWORD })
  const { items: projects } = await stage.call(token, 'GET', '/workspaces/studio/projects')
  return { maya: { ...maya, token, id: person.id }, projects }
}
