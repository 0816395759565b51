import type { WritingTask } from '@/api/assistant'
import type { TextKey } from '@/app/texts'

import type { Asking } from './Desk'

/** What the assistant can be asked for. */
export const TASKS: readonly { task: WritingTask; text: TextKey; replaces?: true; goesOn?: true }[] = [
  { task: 'summarise', text: 'documents.aiSummarise' },
  { task: 'continue', text: 'documents.aiContinue', goesOn: true },
  { task: 'rewrite', text: 'documents.aiRewrite', replaces: true },
  { task: 'translate', text: 'documents.aiTranslate', replaces: true },
  { task: 'fix', text: 'documents.aiFix', replaces: true },
  { task: 'draft', text: 'documents.aiDraft', goesOn: true },
  { task: 'actions', text: 'documents.aiActions' }
]

/** The blocks that a task is about: what changes words needs some, what goes on does so at the cursor, all else is about the whole text unless words are selected. */
export const aboutOf = (task: WritingTask, { selection, meant }: Asking): Asking['selection'] => {
  const { replaces, goesOn } = TASKS.find((one) => one.task === task) ?? {}
  return replaces || meant === 'words' || (goesOn && meant === 'cursor') ? selection : null
}

export const nameOf = (task: WritingTask): TextKey => TASKS.find((one) => one.task === task)?.text ?? 'documents.ai'
