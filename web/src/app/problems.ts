import { useCallback } from 'react'

import type { Problem } from '@/api/base'
import { snackAnswered, snackClosed, snackShown } from '@/shell/snackSlice'

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

/**
 * Shows a word about something: `say(text, { undo })`, `fail(error)`.
 *
 * `doing(text, work, undo)` says it when the work is done, or why it failed. What it does may be drawn before, so the
 * key that takes it back works from the beginning, and waits for the answer.
 */
export const useSay = () => {
  const dispatch = useAppDispatch()
  const t = useT()
  const say = useCallback((text: string, more: { undo?: () => void } = {}) => void dispatch(snackShown(text, more)), [dispatch])
  const fail = useCallback((error: unknown) => void dispatch(snackShown(inWords(error, t), { tone: 'danger' })), [dispatch, t])
  const doing = useCallback(
    (text: string, work: Promise<unknown>, undo: () => void) => {
      const { id } = dispatch(snackShown(text, { undo: () => void work.then(undo, () => undefined), awaited: true })).payload
      work.then(
        () => dispatch(snackAnswered(id)),
        (error: unknown) => {
          dispatch(snackClosed(id))
          fail(error)
        }
      )
    },
    [dispatch, fail]
  )
  return { say, fail, doing }
}
