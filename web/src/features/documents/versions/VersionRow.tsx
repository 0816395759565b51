import Box from '@mui/material/Box'
import ButtonBase from '@mui/material/ButtonBase'
import { Ellipsis } from 'lucide-react'

import type { Version } from '@/api/versions'
import { useLanguage, useT } from '@/app/texts'
import { Avatar } from '@/parts/Avatar'
import { Tip } from '@/parts/Tip'
import { Unseen } from '@/parts/Unseen'
import { useHere } from '@/shell/here'

import { momentOf, timeOf, writersOf } from './words'

/** Authors whose pictures are shown. */
const MOST = 3

interface VersionRowProps {
  version: Version
  chosen: boolean
  onChoose: () => void
  /** Opens what can be done with it; missing for those who only look. */
  onMore?: ((anchor: HTMLElement) => void) | undefined
}

function Words({ version: { words_added: added, words_removed: removed } }: { version: Version }) {
  const t = useT()
  const { language } = useLanguage()
  if (added === 0 && removed === 0) return null
  return (
    <Box sx={{ fontSize: '0.75rem' }}>
      <Box component="span" aria-hidden>
        {added > 0 && <Box component="span" sx={{ color: 'token.success' }}>+{added.toLocaleString(language)} </Box>}
        {removed > 0 && <Box component="span" sx={{ color: 'token.danger' }}>−{removed.toLocaleString(language)} </Box>}
        <Box component="span" sx={{ color: 'token.textMuted' }}>{t('versions.wordsShort')}</Box>
      </Box>
      <Unseen>{t('versions.words', { added, removed })}</Unseen>
    </Box>
  )
}

/** One version in the list: those that somebody asked for stand out. */
export function VersionRow({ version, chosen, onChoose, onMore }: VersionRowProps) {
  const t = useT()
  const { language } = useLanguage()
  const here = useHere()
  const time = timeOf(version.taken_at, language)
  const writers = writersOf(version, here, [language, t])
  const asked = version.name ?? version.taken_by
  return (
    <Box component="li" sx={{ position: 'relative' }}>
      <ButtonBase
        data-version={version.id}
        aria-current={chosen ? 'true' : undefined}
        onClick={onChoose}
        sx={{ width: '100%', display: 'flex', alignItems: 'flex-start', justifyContent: 'flex-start', textAlign: 'left', gap: 2.5, py: 2, pl: 3, pr: onMore ? 11 : 3, borderRadius: 1.5, background: chosen ? 'var(--rx-palette-token-chosen)' : 'none', '&:hover': { background: chosen ? 'var(--rx-palette-token-chosen)' : 'var(--rx-palette-token-hover)' } }}
      >
        <Box sx={{ flex: 1, minWidth: 0 }}>
          <Box sx={{ fontSize: '0.875rem', fontWeight: version.name ? 620 : asked ? 560 : 450, color: asked ? 'token.text' : 'token.textMuted', overflowWrap: 'anywhere' }}>{version.name ?? time}</Box>
          <Box sx={{ fontSize: '0.75rem', color: 'token.textMuted', overflowWrap: 'anywhere' }}>{[...(version.name ? [time] : []), ...(writers ? [writers] : [])].join(' · ')}</Box>
          <Words version={version} />
        </Box>
        <Box aria-hidden sx={{ display: 'flex', flex: 'none', pt: 0.5, '& > * + *': { ml: '-6px', boxShadow: '0 0 0 2px var(--rx-palette-token-raised)' } }}>
          {version.authors.slice(0, MOST).map((id) => <Avatar key={id} id={id} name={here.person(id)?.name ?? '?'} picture={here.person(id)?.avatar} size={22} decorative />)}
        </Box>
      </ButtonBase>
      {onMore && (
        <Box sx={{ position: 'absolute', top: 8, right: 6 }}>
          <Tip name={t('versions.more', { when: momentOf(version.taken_at, language) })} icon={Ellipsis} aria-haspopup="menu" onClick={({ currentTarget }) => onMore(currentTarget)} />
        </Box>
      )}
    </Box>
  )
}
