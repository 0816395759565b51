import { useCallback } from 'react'

import type { Problem } from '@/api/base'
import { snackShown } from '@/shell/snackSlice'

import { useAppDispatch } from './store'
import { useT, type TextKey, type Translate } from './texts'

const KNOWN: Record<string, TextKey> = {
  network: 'problems.offline',
  invalid: 'problems.invalid',
  unauthorized: 'problems.unauthorized',
  forbidden: 'problems.forbidden',
  'not-found': 'problems.notFound',
  stale: 'problems.stale',
  'too-many': 'problems.tooMany',
  taken: 'problems.taken',
  void: 'problems.void',
  conflict: 'problems.conflict'
}

/** Whether something thrown is what a failed call leaves. */
export const isProblem = (error: unknown): error is Problem =>
  typeof error === 'object' && error !== null && 'code' in error && 'detail' in error

const sentence = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1) + (/[.!?]$/.test(words) ? '' : '.')

/** Says in words why something failed. Details of the server are shown where they help. */
export const inWords = (error: unknown, t: Translate): string => {
  if (!isProblem(error)) return t('problems.unknown')
  return t(KNOWN[error.code] ?? 'problems.unknown', { detail: sentence(t(`refusals.${error.detail}`)) })
}

/** Shows a word about something: `say(text, { undo })`, `fail(error)`. */
export const useSay = () => {
  const dispatch = useAppDispatch()
  const t = useT()
  const say = useCallback((text: string, more: { undo?: () => void } = {}) => void dispatch(snackShown(text, more)), [dispatch])
  const fail = useCallback((error: unknown) => void dispatch(snackShown(inWords(error, t), { tone: 'danger' })), [dispatch, t])
  return { say, fail }
}
