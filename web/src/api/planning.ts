import { api, change, get } from './base'
import type { Schemas as Shapes } from '@renexus/client'
import type { Category, Cycle, Milestone, Page, Project, Status, View } from './shapes'

/** What would come, or came, of an imported table. */
export type Imported = Shapes['ImportView']

interface InProject {
  workspace: string
  project: string
}

/** What a view keeps. */
export type ViewDraft = Pick<View, 'name' | 'filter' | 'sort' | 'layout' | 'shared'> & { group?: string | null; project?: string | null }

/** How work is planned: statuses, cycles, milestones, views, imports. */
export const planningApi = api.injectEndpoints({
  endpoints: (build) => ({
    changeProject: build.mutation<Project, InProject & { version: number; name?: string; about?: string; key?: string; closed?: boolean; archived?: boolean }>({
      query: ({ workspace, project, version, ...body }) => change('patch', '/api/v1/workspaces/{workspace}/projects/{project}', { path: { workspace, project } }, { body, version }),
      invalidatesTags: ['Project', 'Board']
    }),
    createStatus: build.mutation<Status, InProject & { name: string; category: Category }>({
      query: ({ workspace, project, ...body }) => change('post', '/api/v1/workspaces/{workspace}/projects/{project}/statuses', { path: { workspace, project } }, { body }),
      invalidatesTags: ['Status', 'Board']
    }),
    changeStatus: build.mutation<Status, InProject & { status: string; version?: number; name?: string; category?: Category; position?: number }>({
      query: ({ workspace, project, status, version, ...body }) =>
        change('patch', '/api/v1/workspaces/{workspace}/projects/{project}/statuses/{status}', { path: { workspace, project, status } }, { body, version }),
      invalidatesTags: ['Status', 'Board']
    }),
    removeStatus: build.mutation<null, InProject & { status: string }>({
      query: (path) => change('delete', '/api/v1/workspaces/{workspace}/projects/{project}/statuses/{status}', { path }),
      invalidatesTags: ['Status', 'Board']
    }),
    createCycle: build.mutation<Cycle, InProject & { name: string; start: string; end: string }>({
      query: ({ workspace, project, ...body }) => change('post', '/api/v1/workspaces/{workspace}/projects/{project}/cycles', { path: { workspace, project } }, { body }),
      invalidatesTags: ['Cycle']
    }),
    changeCycle: build.mutation<Cycle, InProject & { cycle: string; version: number; name?: string; start?: string; end?: string }>({
      query: ({ workspace, project, cycle, version, ...body }) =>
        change('patch', '/api/v1/workspaces/{workspace}/projects/{project}/cycles/{cycle}', { path: { workspace, project, cycle } }, { body, version }),
      invalidatesTags: ['Cycle']
    }),
    removeCycle: build.mutation<null, InProject & { cycle: string }>({
      query: (path) => change('delete', '/api/v1/workspaces/{workspace}/projects/{project}/cycles/{cycle}', { path }),
      invalidatesTags: ['Cycle']
    }),
    milestones: build.query<Page<Milestone>, InProject>({
      query: (path) => get('/api/v1/workspaces/{workspace}/projects/{project}/milestones', { path }),
      providesTags: ['Milestone']
    }),
    createMilestone: build.mutation<Milestone, InProject & { name: string; about: string; due: string | null }>({
      query: ({ workspace, project, ...body }) => change('post', '/api/v1/workspaces/{workspace}/projects/{project}/milestones', { path: { workspace, project } }, { body }),
      invalidatesTags: ['Milestone']
    }),
    changeMilestone: build.mutation<Milestone, InProject & { milestone: string; version: number; name?: string; about?: string; due?: string | null; reached?: boolean }>({
      query: ({ workspace, project, milestone, version, ...body }) =>
        change('patch', '/api/v1/workspaces/{workspace}/projects/{project}/milestones/{milestone}', { path: { workspace, project, milestone } }, { body, version }),
      invalidatesTags: ['Milestone']
    }),
    removeMilestone: build.mutation<null, InProject & { milestone: string }>({
      query: (path) => change('delete', '/api/v1/workspaces/{workspace}/projects/{project}/milestones/{milestone}', { path }),
      invalidatesTags: ['Milestone']
    }),
    createView: build.mutation<View, { workspace: string } & ViewDraft>({
      query: ({ workspace, ...body }) => change('post', '/api/v1/workspaces/{workspace}/views', { path: { workspace } }, { body }),
      invalidatesTags: ['View']
    }),
    changeView: build.mutation<View, { workspace: string; view: string; version: number } & Partial<ViewDraft>>({
      query: ({ workspace, view, version, ...body }) => change('patch', '/api/v1/workspaces/{workspace}/views/{view}', { path: { workspace, view } }, { body, version }),
      invalidatesTags: ['View']
    }),
    removeView: build.mutation<null, { workspace: string; view: string }>({
      query: (path) => change('delete', '/api/v1/workspaces/{workspace}/views/{view}', { path }),
      invalidatesTags: ['View']
    })
  })
})

export const {
  useChangeProjectMutation, useCreateStatusMutation, useChangeStatusMutation, useRemoveStatusMutation, useCreateCycleMutation, useChangeCycleMutation,
  useRemoveCycleMutation, useMilestonesQuery, useCreateMilestoneMutation, useChangeMilestoneMutation, useRemoveMilestoneMutation, useCreateViewMutation,
  useChangeViewMutation, useRemoveViewMutation
} = planningApi
