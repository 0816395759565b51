import access from '@texts/de/access.json'
import account from '@texts/de/account.json'
import boards from '@texts/de/boards.json'
import documents from '@texts/de/documents.json'
import enter from '@texts/de/enter.json'
import insight from '@texts/de/insight.json'
import problems from '@texts/de/problems.json'
import refusals from '@texts/de/refusals.json'
import settings from '@texts/de/settings.json'
import shell from '@texts/de/shell.json'
import triage from '@texts/de/triage.json'
import versions from '@texts/de/versions.json'
import work from '@texts/de/work.json'

import type { Texts } from './texts'

/** The texts in German; the type says when one is missing. */
export const german: Texts = { access, account, boards, documents, enter, insight, problems, refusals, settings, shell, triage, versions, work }
