import { useRouter } from 'next/router'
import { createContext, useContext, useMemo, type ReactNode } from 'react'

import type { Member, Project, Role, Workspace } from '@/api/shapes'
import { useMembersQuery, useProjectsQuery, useWorkspaceQuery } from '@/api/workspaces'
import type { Problem } from '@/api/base'
import { lastWorkspace } from '@/app/login'

/** The workspace that is on the screen. */
export interface Here {
  workspace: Workspace
  /** What addresses and calls name it by. */
  slug: string
  role: Role
  projects: readonly Project[]
  members: readonly Member[]
  /** Somebody by id; undefined when they left. */
  person: (id: string | null | undefined) => Member | undefined
  /** May change settings of the workspace. */
  runs: boolean
}

const Context = createContext<Here | null>(null)

/** One word out of the address, like `project` in `/w/[workspace]/projects/[project]`. */
export const useInAddress = (name: string): string => {
  const { query } = useRouter()
  const found = query[name]
  return (Array.isArray(found) ? found[0] : found) ?? ''
}

/** Loads the workspace of the address; on pages outside of one, such as the account's, that of the last time. */
export const useLoadHere = (): { here: Here | null; problem: Problem | null; loading: boolean } => {
  const named = useInAddress('workspace')
  const slug = named === '' ? (lastWorkspace() ?? '') : named
  const skip = { skip: slug === '' }
  const found = useWorkspaceQuery(slug, skip)
  const projects = useProjectsQuery(slug, skip)
  const members = useMembersQuery(slug, skip)
  const workspace = found.data
  const here = useMemo<Here | null>(() => {
    if (!workspace) return null
    const all = members.data?.items ?? []
    const byId = new Map(all.map((member) => [member.person, member]))
    const role = workspace.role ?? 'guest'
    return {
      workspace,
      slug,
      role,
      projects: (projects.data?.items ?? []).filter(({ archived_at }) => !archived_at),
      members: all,
      person: (id) => (id ? byId.get(id) : undefined),
      runs: role === 'owner' || role === 'admin'
    }
  }, [workspace, slug, projects.data, members.data])
  const problem = !workspace && found.isError ? (found.error as Problem) : null
  return { here, problem, loading: !here && !problem }
}

export function HereProvider({ here, children }: { here: Here | null; children: ReactNode }) {
  return <Context value={here}>{children}</Context>
}

/** The workspace on the screen, or null outside of one (account pages). */
export const useMaybeHere = (): Here | null => useContext(Context)

/** The workspace on the screen. Pages below `/w/[workspace]` are drawn only once it is known. */
export const useHere = (): Here => {
  const here = useContext(Context)
  if (!here) throw new Error('this page stands in no workspace')
  return here
}
