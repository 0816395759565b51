import { suggestionsApi } from '@/api/suggestions'
import type { Task } from '@/api/shapes'
import { useAppSelector } from '@/app/store'

/** What is known of a question. */
interface Asked {
  isError: boolean
  data?: unknown
}

const isAnswered = ({ isError, data }: Asked): boolean => isError || data !== undefined

/**
 * How many tasks, from the first on, have their suggestions, once it is known what to take next, which stands above them.
 * Drawn in this order nothing moves under the pointer when more comes.
 */
export const useAnswered = (workspace: string, project: string, tasks: readonly Task[]): number =>
  useAppSelector((state) => {
    const { suggestedNext, suggestionsForTask } = suggestionsApi.endpoints
    if (!isAnswered(suggestedNext.select({ workspace, project })(state))) return 0
    const open = tasks.findIndex(({ id }) => !isAnswered(suggestionsForTask.select({ workspace, task: id })(state)))
    return open < 0 ? tasks.length : open
  })
