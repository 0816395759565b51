import { useChoicesQuery, useChooseMutation, type Choice as Way, type Choices } from '@/api/notifications'
import { useSay } from '@/app/problems'
import { useT, type TextKey } from '@/app/texts'
import { Choice } from '@/parts/Choice'
import { Line, Panel, SectionHead } from '@/parts/Sections'
import { Waiting } from '@/parts/Waiting'

const KINDS: readonly [keyof Choices, TextKey, TextKey][] = [
  ['mention', 'account.mention', 'account.mentionHint'],
  ['assignment', 'account.assignment', 'account.assignmentHint'],
  ['comment', 'account.comment', 'account.commentHint'],
  ['due_soon', 'account.dueSoon', 'account.dueSoonHint'],
  ['invitation', 'account.invitation', 'account.invitationHint']
]

/** What the person wants to be told, and how. */
export function News() {
  const t = useT()
  const { fail } = useSay()
  const { data } = useChoicesQuery(null)
  const [choose] = useChooseMutation()
  const options: { value: Way; text: string }[] = [
    { value: 'off', text: t('account.off') },
    { value: 'app', text: t('account.app') },
    { value: 'mail', text: t('account.mail') }
  ]
  const set = async (kind: keyof Choices, way: Way) => {
    const chosen = await choose({ [kind]: way })
    if (chosen.error) fail(chosen.error)
  }
  return (
    <>
      <SectionHead title={t('account.notifications')} hint={t('account.notificationsHint')} />
      <Panel>
        {!data && <Waiting rows={5} />}
        {data &&
          KINDS.map(([kind, name, hint]) => (
            <Line key={kind} title={t(name)} hint={t(hint)}>
              <Choice<Way> quiet label={t(name)} width={180} value={data[kind]} options={options} onChoose={(way) => void set(kind, way)} />
            </Line>
          ))}
      </Panel>
    </>
  )
}
