import { useCallback } from 'react'

import { useAnswerSuggestionMutation, type Suggestion, type SuggestionKind } from '@/api/suggestions'
import { useHere } from '@/shell/here'

import { sureness } from './kinds'

/** Milliseconds in which an answer can be taken back; the way back is shown as long. */
const SETTLES = 9_000

/** Tells the server what became of suggestions, once nobody takes it back any more. Gives the way back. */
export const useAnswering = (project: string) => {
  const here = useHere()
  const [answer] = useAnswerSuggestionMutation()
  return useCallback(
    (kind: SuggestionKind, items: readonly Suggestion[], chosen: Suggestion | null) => {
      const at = chosen ? items.indexOf(chosen) + 1 : 0
      const tell = () => {
        // What is lost here is a count, not anybody's work.
        void answer({ workspace: here.slug, project, kind, confidence: sureness(items), ...(at > 0 ? { place: at } : {}) })
      }
      const timer = setTimeout(tell, SETTLES)
      return () => clearTimeout(timer)
    },
    [answer, here.slug, project]
  )
}
