import Box from '@mui/material/Box'
import ButtonBase from '@mui/material/ButtonBase'
import InputBase from '@mui/material/InputBase'
import visuallyHidden from '@mui/utils/visuallyHidden'
import { FileText, Hash, MessageSquare, Paperclip, Search, SearchX, SquareCheckBig, type LucideIcon } from 'lucide-react'
import { useRouter } from 'next/router'
import { useCallback, useEffect, useState } from 'react'

import type { SearchHit } from '@/api/shapes'
import { useFindQuery } from '@/api/workspaces'
import { inWords } from '@/app/problems'
import { useT, type TextKey } from '@/app/texts'
import { Ago } from '@/parts/Ago'
import { EmptyState } from '@/parts/EmptyState'
import { Go } from '@/parts/Go'
import { Waiting } from '@/parts/Waiting'
import { Crumbs } from '@/shell/Crumbs'
import { useHere, useInAddress } from '@/shell/here'

import { Answer } from './Answer'
import { Marked } from './Marked'
import { hrefOfHit } from './places'

const KINDS: readonly [string, TextKey, LucideIcon][] = [
  ['', 'work.kindAll', Search],
  ['task', 'work.kindTask', SquareCheckBig],
  ['document', 'work.kindDocument', FileText],
  ['comment', 'work.kindComment', MessageSquare],
  ['file', 'work.kindFile', Paperclip],
  ['project', 'work.kindProject', Hash]
]
const SIGNS: Partial<Record<string, LucideIcon>> = Object.fromEntries(KINDS.map(([kind, , sign]) => [kind, sign]))

/** Milliseconds without a key after which is searched. */
const PAUSE = 180

function Hit({ hit }: { hit: SearchHit }) {
  const here = useHere()
  const Icon = SIGNS[hit.kind] ?? Search
  return (
    <Box component="li">
      <Box component={Go} href={hrefOfHit(here.slug, hit)} sx={{ display: 'flex', gap: 3, p: 3, borderRadius: 2, textDecoration: 'none', '&:hover': { background: 'var(--rx-palette-token-hover)' } }}>
        <Box sx={{ color: 'text.secondary', pt: 0.5, flex: 'none' }}>
          <Icon size={16} strokeWidth={1.7} aria-hidden />
        </Box>
        <Box sx={{ flex: 1, minWidth: 0 }}>
          <Box sx={{ fontSize: '0.875rem', fontWeight: 540, overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' }}>
            {hit.key && <Box component="span" sx={{ color: 'text.secondary', fontWeight: 450, mr: 2 }}>{hit.key}</Box>}
            <Marked marked={hit.title} />
          </Box>
          {hit.snippet && (
            <Box sx={{ fontSize: '0.8125rem', color: 'text.secondary', display: '-webkit-box', WebkitLineClamp: 2, WebkitBoxOrient: 'vertical', overflow: 'hidden' }}>
              <Marked marked={hit.snippet} />
            </Box>
          )}
        </Box>
        <Box sx={{ fontSize: '0.75rem', color: 'text.secondary', flex: 'none', pt: 0.5 }}>
          <Ago at={hit.updated_at} />
        </Box>
      </Box>
    </Box>
  )
}

/** Everything that was written, by words. */
export function SearchPage() {
  const t = useT()
  const here = useHere()
  const router = useRouter()
  const asked = useInAddress('q')
  const wanted = useInAddress('ask')
  // It is asked once, not again when the page is loaded anew.
  const begun = useCallback(() => void router.replace({ pathname: router.pathname, query: { workspace: here.slug, q: asked } }, undefined, { shallow: true }), [router, here.slug, asked])
  const [text, setText] = useState(asked)
  const [kind, setKind] = useState('')
  useEffect(() => {
    if (text.trim() === asked) return
    const timer = setTimeout(() => {
      void router.replace({ pathname: router.pathname, query: { workspace: here.slug, ...(text.trim() ? { q: text.trim() } : {}) } }, undefined, { shallow: true })
    }, PAUSE)
    return () => clearTimeout(timer)
  }, [text, asked, router, here.slug])
  const { data, error, isFetching } = useFindQuery({ workspace: here.slug, q: asked, limit: 100 }, { skip: asked === '' })
  const hits = asked === '' ? [] : (data?.items ?? []).filter((hit) => kind === '' || hit.kind === kind)
  return (
    <Box sx={{ maxWidth: 760, mx: 'auto', px: { xs: 3, sm: 6 }, py: { xs: 4, md: 8 } }}>
      <Crumbs items={[{ text: here.workspace.name, href: `/w/${here.slug}` }, { text: t('shell.search') }]} />
      <Box component="h1" sx={visuallyHidden}>{t('shell.search')}</Box>
      <Box sx={{ display: 'flex', alignItems: 'center', gap: 2.5, px: 3.5, height: 44, borderRadius: 2.5, border: '1px solid', borderColor: 'token.lineStrong', background: 'var(--rx-palette-token-raised)', '&:focus-within': { borderColor: 'token.accent', boxShadow: '0 0 0 3px var(--rx-palette-token-accentSoft)' } }}>
        <Search size={16} aria-hidden />
        <InputBase fullWidth autoFocus type="search" value={text} placeholder={t('work.searchStart')} inputProps={{ 'aria-label': t('shell.search'), 'aria-describedby': 'rx-search-hint', enterKeyHint: 'search' }} onChange={({ target }) => setText(target.value)} sx={{ fontSize: '0.9375rem', '& input:focus-visible': { outline: 'none' } }} />
      </Box>
      <Box id="rx-search-hint" sx={{ px: 1, pt: 1.5, fontSize: '0.75rem', color: 'text.secondary' }}>{t('work.searchHint')}</Box>
      {asked !== '' && <Answer question={asked} begin={wanted !== ''} onBegun={begun} />}
      <Box role="group" aria-label={t('work.kindAll')} sx={{ display: 'flex', gap: 1.5, flexWrap: 'wrap', mt: 4, mb: 3 }}>
        {KINDS.map(([value, name]) => (
          <ButtonBase key={value} aria-pressed={kind === value} onClick={() => setKind(value)} sx={{ px: 3, height: 28, borderRadius: 14, fontSize: '0.8125rem', fontWeight: 500, border: '1px solid', borderColor: kind === value ? 'transparent' : 'token.line', color: kind === value ? 'token.accentText' : 'text.secondary', background: kind === value ? 'var(--rx-palette-token-accentSoft)' : 'transparent', '&:hover': { borderColor: 'token.lineStrong' } }}>
            {t(name)}
          </ButtonBase>
        ))}
      </Box>
      <Box role="status" sx={{ px: 1, fontSize: '0.75rem', color: 'text.secondary', minHeight: 18 }}>
        {asked !== '' && data && !isFetching && hits.length > 0 && t('work.found', { count: `${hits.length}${data.next ? '+' : ''}` })}
        {error && inWords(error, t)}
      </Box>
      {asked === '' && <EmptyState icon={Search} title={t('work.searchStart')} hint={t('work.searchStartHint')} />}
      {asked !== '' && !data && isFetching && <Waiting rows={4} />}
      {asked !== '' && data && !isFetching && hits.length === 0 && <EmptyState icon={SearchX} title={t('work.searchNone')} hint={t('work.searchNoneHint')} />}
      <Box component="ul" sx={{ m: 0, mx: -2, p: 0, listStyle: 'none' }}>
        {hits.map((hit) => <Hit key={`${hit.kind}-${hit.id}`} hit={hit} />)}
      </Box>
    </Box>
  )
}
