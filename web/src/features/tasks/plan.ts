import { useMemo } from 'react'

import { useMilestonesQuery } from '@/api/planning'
import type { Cycle, Label, Milestone, Project, Status } from '@/api/shapes'
import { useCyclesQuery, useStatusesQuery } from '@/api/tasks'
import { useLabelsQuery } from '@/api/workspaces'
import { useHere } from '@/shell/here'

/** What the tasks of a project are made of. */
export interface Plan {
  project: Project | undefined
  statuses: readonly Status[]
  cycles: readonly Cycle[]
  milestones: readonly Milestone[]
  labels: readonly Label[]
  status: (id: string) => Status | undefined
  label: (id: string) => Label | undefined
}

const NONE: readonly never[] = []

/** The plan of a project, by its id or key. */
export const usePlan = (name: string | undefined): Plan => {
  const here = useHere()
  const project = here.projects.find(({ id, key }) => id === name || key === name)
  const where = { workspace: here.slug, project: project?.id ?? '' }
  const skip = { skip: !project }
  const statuses = useStatusesQuery(where, skip).data?.items ?? NONE
  const cycles = useCyclesQuery(where, skip).data?.items ?? NONE
  const milestones = useMilestonesQuery(where, skip).data?.items ?? NONE
  const labels = useLabelsQuery(here.slug).data?.items ?? NONE
  return useMemo(() => {
    const byId = new Map(statuses.map((one) => [one.id, one]))
    const named = new Map(labels.map((one) => [one.id, one]))
    return { project, statuses, cycles, milestones, labels, status: (id) => byId.get(id), label: (id) => named.get(id) }
  }, [project, statuses, cycles, milestones, labels])
}
