/** Terms of a filter, as they are written: quotes hold together what belongs together. */
export const termsOf = (filter: string): string[] => {
  const terms: string[] = []
  let term = ''
  let quoted = false
  for (let at = 0; at < filter.length; at += 1) {
    const letter = filter[at] ?? ''
    if (letter === '\\' && quoted) {
      term += letter + (filter[at + 1] ?? '')
      at += 1
    } else if (/\s/.test(letter) && !quoted) {
      if (term) terms.push(term)
      term = ''
    } else {
      if (letter === '"') quoted = !quoted
      term += letter
    }
  }
  if (term) terms.push(quoted ? `${term}"` : term)
  return terms
}

/** A value as it stands in a filter. */
export const quoted = (value: string): string => (/^[\p{L}\p{N}_.@-]+$/u.test(value) ? value : `"${value.replace(/["\\]/g, '\\$&')}"`)

/** A filter with one more term, or without one that it has. */
export const withTerm = (filter: string, term: string): string => {
  const terms = termsOf(filter)
  return terms.includes(term) ? filter : [...terms, term].join(' ')
}

/** A filter without one of its terms. */
export const withoutTerm = (filter: string, at: number): string => termsOf(filter).filter((_, index) => index !== at).join(' ')

/** Fields of the filter language that are offered. */
export const FIELDS = ['assignee', 'status', 'priority', 'label', 'is', 'due', 'cycle', 'milestone', 'author', 'parent', 'estimate', 'no', 'created', 'updated', 'completed'] as const
export type Field = (typeof FIELDS)[number]

/** Words after `is:`. */
export const STATES = ['open', 'closed', 'started', 'unstarted', 'backlog', 'done', 'cancelled', 'blocked', 'overdue', 'subtask', 'archived'] as const
/** What may be missing. */
export const MISSING = ['assignee', 'label', 'priority', 'estimate', 'cycle', 'milestone', 'parent', 'due', 'start'] as const
/** Days that are offered. */
export const DAYS = ['today', 'tomorrow', '<today', '<=+7d', '<=+14d', '>=-7d', '>=-30d'] as const
