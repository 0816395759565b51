// Every page, in light and dark, on a desk and in a hand: held to WCAG 2.2 AA and to the content policy, and
// written to target/screenshots.

import test from 'node:test'

import { accessible, open, PHONE, picture, scheme } from './harness.mjs'
import { studio } from './studio.mjs'

const PAGES = [
  ['work', '/w/studio', 'My work'],
  ['inbox', '/w/studio/inbox', 'can you look'],
  ['search', '/w/studio/search?q=col', 'Colours of labels'],
  ['settings-general', '/w/studio/settings/general', 'What the workspace is called'],
  ['settings-members', '/w/studio/settings/members', '@ben'],
  ['settings-invitations', '/w/studio/settings/invitations', 'Links that let somebody in'],
  ['settings-labels', '/w/studio/settings/labels', 'idea'],
  ['settings-webhooks', '/w/studio/settings/webhooks', 'No webhooks'],
  ['settings-activity', '/w/studio/settings/activity', 'task created'],
  ['settings-export', '/w/studio/settings/export', 'Everything as a zip file'],
  ['settings-danger', '/w/studio/settings/danger', 'Hand on'],
  ['account-profile', '/account/profile', 'How others see you'],
  ['account-security', '/account/security', 'this device'],
  ['account-notifications', '/account/notifications', 'Somebody writes @you'],
  ['account-appearance', '/account/appearance', 'How much room'],
  ['account-keys', '/account/keys', 'No keys'],
  ['account-administration', '/account/administration', 'ben@example.org']
]
const OUTSIDE = [
  ['login', '/login', 'Forgot the password?'],
  ['setup', '/setup', 'Open the link'],
  ['join-void', '/join', 'This link does not work'],
  ['reset', '/reset', 'We send you a link'],
  ['nothing', '/no/such/page', 'There is no such page']
]

async function looked (page, [name, path, text], kind) {
  await page.goto(path)
  await page.getByText(text).first().waitFor()
  for (const chosen of ['light', 'dark']) {
    await scheme(page, chosen)
    await picture(page, `${kind}-${name}-${chosen}`)
    await accessible(page, `${name}, ${chosen}, ${kind}`)
  }
}

test('pages in front of the login are accessible and keep the content policy (SPEC WEB-3, WEB-4)', async (t) => {
  const stage = await open(t)
  const page = await stage.page()
  for (const one of OUTSIDE) await looked(page, one, 'desk')
  stage.clean()
})

for (const [kind, viewport] of [['desk', undefined], ['hand', PHONE]]) {
  test(`pages of a workspace are accessible on a ${kind} (SPEC WEB-3, WEB-4)`, async (t) => {
    const stage = await open(t)
    const { ana } = await studio(stage)
    const page = await stage.page(await stage.window({ ...(viewport && { viewport, hasTouch: true, isMobile: true }) }))
    await stage.login(page, ana)
    const failures = []
    for (const one of PAGES) await looked(page, one, kind).catch((error) => failures.push(error.message))
    if (failures.length > 0) throw new Error(failures.join('\n\n'))
    stage.clean()
  })
}
