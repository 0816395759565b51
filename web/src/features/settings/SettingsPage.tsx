import { useT, type TextKey } from '@/app/texts'
import { Sections } from '@/parts/Sections'
import { Crumbs } from '@/shell/Crumbs'
import { useHere, useInAddress } from '@/shell/here'

import { Activity } from './Activity'
import { Assistant } from './Assistant'
import { Danger } from './Danger'
import { Export } from './Export'
import { General } from './General'
import { Invitations } from './Invitations'
import { Labels } from './Labels'
import { Members } from './Members'
import { Webhooks } from './Webhooks'

const SECTIONS = { general: General, members: Members, invitations: Invitations, labels: Labels, assistant: Assistant, webhooks: Webhooks, activity: Activity, export: Export, danger: Danger } as const
type Section = keyof typeof SECTIONS

const NAMES: Record<Section, TextKey> = {
  general: 'settings.general',
  members: 'settings.members',
  invitations: 'settings.invitations',
  labels: 'settings.labels',
  assistant: 'settings.assistant',
  webhooks: 'settings.webhooks',
  activity: 'settings.activity',
  export: 'settings.export',
  danger: 'settings.danger'
}

/** Sections that only who runs the workspace sees. */
const RUNNING: ReadonlySet<Section> = new Set(['invitations', 'webhooks', 'export'])

/** Everything about a workspace that is not work. */
export function SettingsPage() {
  const t = useT()
  const here = useHere()
  const asked = useInAddress('section')
  const section: Section = asked in SECTIONS ? (asked as Section) : 'general'
  const Chosen = SECTIONS[section]
  const at = `/w/${here.slug}/settings`
  const links = (Object.keys(SECTIONS) as Section[])
    .filter((id) => here.runs || !RUNNING.has(id))
    .map((id) => ({ id, text: t(NAMES[id]), href: `${at}/${id}` }))
  return (
    <>
      <Crumbs items={[{ text: here.workspace.name, href: `/w/${here.slug}` }, { text: t('shell.settings'), href: `${at}/general` }, { text: t(NAMES[section]) }]} />
      <Sections title={t('shell.settings')} links={links} current={section}>
        <Chosen />
      </Sections>
    </>
  )
}
