import { boardsApi } from '@/api/boards'
import type { Draft } from '@/api/tasks'
import { workspacesApi } from '@/api/workspaces'
import type { Dispatch } from '@/app/store'
import type { TextKey, Translate } from '@/app/texts'

/** The key of the example's project. */
const KEY = 'START'

/** What the example's tasks are, in the order of the board: title, description, and what else is said. */
const TASKS: readonly [TextKey, TextKey, Partial<Draft>][] = [
  ['enter.exampleInvite', 'enter.exampleInviteText', { priority: 'high' }],
  ['enter.exampleBoard', 'enter.exampleBoardText', { priority: 'medium' }],
  ['enter.exampleDocument', 'enter.exampleDocumentText', { priority: 'medium' }],
  ['enter.exampleKeys', 'enter.exampleKeysText', { priority: 'low' }],
  ['enter.exampleImport', 'enter.exampleImportText', { priority: 'none' }]
]

/** Fills a new workspace with a project that shows around; the tasks are the person's own. */
export const fillWithExample = async (workspace: string, person: string, { dispatch, t }: { dispatch: Dispatch; t: Translate }): Promise<void> => {
  await dispatch(workspacesApi.endpoints.createProject.initiate({ workspace, key: KEY, name: t('enter.exampleProject'), about: '' })).unwrap()
  for (const [title, description, more] of TASKS) {
    const draft = { workspace, project: KEY, title: t(title), description: t(description), assignees: [person], ...more }
    await dispatch(boardsApi.endpoints.createTask.initiate(draft)).unwrap()
  }
}
