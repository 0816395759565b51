import { useCallback, useState, useSyncExternalStore } from 'react'

import { problem, type Problem } from '@/api/base'

/** Something that is tried and may fail: whether it runs, and what went wrong the last time. */
export const useAttempt = () => {
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState<Problem | null>(null)
  const attempt = useCallback(async <T,>(doing: () => Promise<T>): Promise<T | null> => {
    setBusy(true)
    setFailure(null)
    try {
      return await doing()
    } catch (error) {
      setFailure(problem(error))
      return null
    } finally {
      setBusy(false)
    }
  }, [])
  return { busy, failure, attempt, setFailure }
}

const never = () => () => undefined
const hash = () => window.location.hash.slice(1)

/** The secret behind `#`, which no server ever logs. */
export const useSecret = (): string => useSyncExternalStore(never, hash, () => '')

/** Where to go after logging in: only places of this app. */
export const safeBack = (back: string | string[] | undefined): string =>
  typeof back === 'string' && /^\/(?![/\\])/.test(back) ? back : '/'
