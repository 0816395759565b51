import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import { Sparkles } from 'lucide-react'
import { useEffect } from 'react'

import { useAsking } from '@/api/asking'
import type { Citation } from '@/api/shapes'
import { inWords } from '@/app/problems'
import { useT } from '@/app/texts'
import { Go } from '@/parts/Go'
import { Waiting } from '@/parts/Waiting'
import { useHere } from '@/shell/here'

import { Marked } from './Marked'
import { hrefOfHit } from './places'

const titleOf = ({ source }: Citation): string => [source.key, source.title.text].filter(Boolean).join(' ')

/** Plain text, in which `[1]` leads to its source. */
function Said({ slug, text, sources }: { slug: string; text: string; sources: readonly Citation[] }) {
  const parts = text.split(/(\[\d+\])/)
  const sourceOf = (part: string): Citation | undefined => sources.find(({ number }) => part === `[${number}]`)
  return (
    <Box sx={{ fontSize: '0.9375rem', lineHeight: 1.6, whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
      {parts.map((part, at) => {
        const cited = sourceOf(part)
        if (!cited) return part
        return <Box key={at} component={Go} href={hrefOfHit(slug, cited.source)} aria-label={`${part} ${titleOf(cited)}`} sx={{ color: 'token.accentText', fontSize: '0.8125rem' }}>{part}</Box>
      })}
    </Box>
  )
}

interface AnswerProps {
  question: string
  /** Asked at once, as from the command palette. */
  begin: boolean
  onBegun: () => void
}

/** Answers what was typed as a question, with its sources, as the answer comes. It is asked when somebody wants it: it may cost something. */
export function Answer({ question, begin, onBegun }: AnswerProps) {
  const t = useT()
  const here = useHere()
  const { coming, ask } = useAsking(here.slug)
  useEffect(() => {
    if (!begin) return
    ask(question)
    onBegun()
  }, [begin, question, ask, onBegun])
  const own = coming?.question === question ? coming : null
  const answer = own?.answer
  const busy = own !== null && !answer && !own.error
  const text = answer ? answer.answer : (own?.text ?? '')
  const sources = answer ? answer.citations : (own?.sources ?? [])
  return (
    <Box component="section" aria-label={t('work.answer')} sx={{ mt: 4 }}>
      {!own && (
        <Button size="small" variant="outlined" startIcon={<Sparkles size={14} aria-hidden />} onClick={() => ask(question)}>
          {t('work.ask')}
        </Button>
      )}
      {/* While it is busy it is not read out: bit by bit nobody could listen to it. */}
      <Box role="status" aria-busy={busy}>
        {busy && text === '' && <Waiting rows={2} />}
        {own?.error && inWords(own.error, t)}
        {answer?.answer === '' && <Box sx={{ fontSize: '0.875rem', color: 'text.secondary' }}>{t('work.answerNone')}</Box>}
        {text !== '' && (
          <Box sx={{ p: 4, border: '1px solid', borderColor: 'token.line', borderRadius: 2.5 }}>
            {answer && answer.by !== 'model' && <Box sx={{ mb: 2, fontSize: '0.75rem', color: 'text.secondary' }}>{t('work.answerPassages')}</Box>}
            <Said slug={here.slug} text={text} sources={sources} />
            <Box component="ol" aria-label={t('work.answerSources')} sx={{ m: 0, mt: 3, p: 0, listStyle: 'none', fontSize: '0.8125rem' }}>
              {sources.map((cited) => (
                <Box component="li" key={cited.number} sx={{ py: 0.5 }}>
                  <Box component="span" sx={{ color: 'text.secondary', mr: 1.5 }}>{cited.number}.</Box>
                  <Box component={Go} href={hrefOfHit(here.slug, cited.source)} sx={{ color: 'token.accentText' }}>{titleOf(cited)}</Box>
                  {cited.source.snippet && <Box sx={{ color: 'text.secondary' }}><Marked marked={cited.source.snippet} /></Box>}
                </Box>
              ))}
            </Box>
          </Box>
        )}
      </Box>
    </Box>
  )
}
