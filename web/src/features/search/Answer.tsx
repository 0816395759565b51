import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import { Sparkles } from 'lucide-react'

import type { Answer as AnswerInfo, Citation } from '@/api/shapes'
import { useAskMutation } from '@/api/workspaces'
import { inWords } from '@/app/problems'
import { useT } from '@/app/texts'
import { Go } from '@/parts/Go'
import { Waiting } from '@/parts/Waiting'
import { useHere } from '@/shell/here'

import { Marked } from './Marked'
import { hrefOfHit } from './places'

const titleOf = ({ source }: Citation): string => [source.key, source.title.text].filter(Boolean).join(' ')

/** Plain text, in which `[1]` leads to its source. */
function Said({ slug, answer }: { slug: string; answer: AnswerInfo }) {
  const parts = answer.answer.split(/(\[\d+\])/)
  const sourceOf = (part: string): Citation | undefined => answer.citations.find(({ number }) => part === `[${number}]`)
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

/** Answers what was typed as a question, with its sources. It is asked when somebody wants it: it may cost something. */
export function Answer({ question }: { question: string }) {
  const t = useT()
  const here = useHere()
  const [ask, { data, error, isLoading, originalArgs }] = useAskMutation()
  const isOf = originalArgs?.question === question
  const answer = isOf && !isLoading ? data : undefined
  return (
    <Box component="section" aria-label={t('work.answer')} sx={{ mt: 4 }}>
      {!isOf && (
        <Button size="small" variant="outlined" startIcon={<Sparkles size={14} aria-hidden />} onClick={() => void ask({ workspace: here.slug, question })}>
          {t('work.ask')}
        </Button>
      )}
      <Box role="status">
        {isOf && isLoading && <Waiting rows={2} />}
        {isOf && error && inWords(error, t)}
        {answer?.answer === '' && <Box sx={{ fontSize: '0.875rem', color: 'text.secondary' }}>{t('work.answerNone')}</Box>}
        {answer && answer.answer !== '' && (
          <Box sx={{ p: 4, border: '1px solid', borderColor: 'token.line', borderRadius: 2.5 }}>
            {answer.by !== 'model' && <Box sx={{ mb: 2, fontSize: '0.75rem', color: 'text.secondary' }}>{t('work.answerPassages')}</Box>}
            <Said slug={here.slug} answer={answer} />
            <Box component="ol" aria-label={t('work.answerSources')} sx={{ m: 0, mt: 3, p: 0, listStyle: 'none', fontSize: '0.8125rem' }}>
              {answer.citations.map((cited) => (
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
