import { useMeQuery } from '@/api/people'
import { useT, type TextKey } from '@/app/texts'
import { Sections } from '@/parts/Sections'
import { Waiting } from '@/parts/Waiting'
import { Crumbs } from '@/shell/Crumbs'
import { useInAddress } from '@/shell/here'

import { Administration } from './Administration'
import { Appearance } from './Appearance'
import { Keys } from './Keys'
import { News } from './News'
import { ProfileSection } from './ProfileSection'
import { Security } from './Security'

const SECTIONS = { profile: ProfileSection, security: Security, notifications: News, appearance: Appearance, keys: Keys, administration: Administration } as const
type Section = keyof typeof SECTIONS

const NAMES: Record<Section, TextKey> = {
  profile: 'account.profile',
  security: 'account.security',
  notifications: 'account.notifications',
  appearance: 'account.appearance',
  keys: 'account.keys',
  administration: 'shell.administration'
}

/** Everything about one's own account. */
export function AccountPage() {
  const t = useT()
  const { data: me } = useMeQuery(null)
  const asked = useInAddress('section')
  const allowed = asked in SECTIONS && (asked !== 'administration' || me?.administrator !== false)
  const section: Section = allowed ? (asked as Section) : 'profile'
  const Chosen = SECTIONS[section]
  const links = (Object.keys(SECTIONS) as Section[])
    .filter((id) => id !== 'administration' || me?.administrator)
    .map((id) => ({ id, text: t(NAMES[id]), href: `/account/${id}` }))
  return (
    <>
      <Crumbs items={[{ text: t('shell.account'), href: '/account/profile' }, { text: t(NAMES[section]) }]} />
      <Sections title={t('shell.account')} links={links} current={section}>
        {me ? <Chosen me={me} /> : <Waiting />}
      </Sections>
    </>
  )
}
