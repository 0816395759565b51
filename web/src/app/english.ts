import access from '@texts/en/access.json'
import account from '@texts/en/account.json'
import boards from '@texts/en/boards.json'
import documents from '@texts/en/documents.json'
import enter from '@texts/en/enter.json'
import insight from '@texts/en/insight.json'
import problems from '@texts/en/problems.json'
import settings from '@texts/en/settings.json'
import shell from '@texts/en/shell.json'
import triage from '@texts/en/triage.json'
import versions from '@texts/en/versions.json'
import work from '@texts/en/work.json'

/** What the server refused is told in its own words. */
const refusals: Record<string, string> = {}

/** The texts in English, by topic. */
export const english = { access, account, boards, documents, enter, insight, problems, refusals, settings, shell, triage, versions, work }
