import { api, change, get } from './base'
import type { Answer, Invitation, Label, Member, Page, Project, Role, SearchHit, Workspace } from './shapes'

/** Workspaces, who is in them, and what all of their pages need. `workspace` is an id or a slug. */
export const workspacesApi = api.injectEndpoints({
  endpoints: (build) => ({
    workspaces: build.query<Page<Workspace>, null>({
      query: () => get('/api/v1/workspaces', { query: { limit: 200 } }),
      providesTags: ['Workspace']
    }),
    workspace: build.query<Workspace, string>({
      query: (workspace) => get('/api/v1/workspaces/{workspace}', { path: { workspace } }),
      providesTags: ['Workspace']
    }),
    createWorkspace: build.mutation<Workspace, { name: string; slug: string }>({
      query: (body) => change('post', '/api/v1/workspaces', {}, { body }),
      invalidatesTags: ['Workspace']
    }),
    changeWorkspace: build.mutation<Workspace, { workspace: string; name?: string; slug?: string; version: number }>({
      query: ({ workspace, version, ...body }) =>
        change('patch', '/api/v1/workspaces/{workspace}', { path: { workspace } }, { body, version }),
      invalidatesTags: ['Workspace']
    }),
    archiveWorkspace: build.mutation<Workspace, { workspace: string; archived: boolean }>({
      query: ({ workspace, archived }) =>
        archived
          ? change('post', '/api/v1/workspaces/{workspace}/archive', { path: { workspace } })
          : change('post', '/api/v1/workspaces/{workspace}/unarchive', { path: { workspace } }),
      invalidatesTags: ['Workspace']
    }),
    deleteWorkspace: build.mutation<Workspace, string>({
      query: (workspace) => change('delete', '/api/v1/workspaces/{workspace}', { path: { workspace } }),
      invalidatesTags: ['Workspace']
    }),
    restoreWorkspace: build.mutation<Workspace, string>({
      query: (workspace) => change('post', '/api/v1/workspaces/{workspace}/restore', { path: { workspace } }),
      invalidatesTags: ['Workspace']
    }),
    leaveWorkspace: build.mutation<null, string>({
      query: (workspace) => change('post', '/api/v1/workspaces/{workspace}/leave', { path: { workspace } }),
      invalidatesTags: ['Workspace']
    }),
    transferWorkspace: build.mutation<unknown, { workspace: string; person: string }>({
      query: ({ workspace, person }) =>
        change('post', '/api/v1/workspaces/{workspace}/transfer', { path: { workspace } }, { body: { person } }),
      invalidatesTags: ['Workspace', 'Member']
    }),
    members: build.query<Page<Member>, string>({
      query: (workspace) => get('/api/v1/workspaces/{workspace}/members', { path: { workspace }, query: { limit: 200 } }),
      providesTags: ['Member']
    }),
    changeMember: build.mutation<Member, { workspace: string; person: string; role: Role }>({
      query: ({ workspace, person, role }) =>
        change('patch', '/api/v1/workspaces/{workspace}/members/{person}', { path: { workspace, person } }, { body: { role } }),
      invalidatesTags: ['Member']
    }),
    removeMember: build.mutation<null, { workspace: string; person: string }>({
      query: (path) => change('delete', '/api/v1/workspaces/{workspace}/members/{person}', { path }),
      invalidatesTags: ['Member']
    }),
    invitations: build.query<Page<Invitation>, string>({
      query: (workspace) => get('/api/v1/workspaces/{workspace}/invitations', { path: { workspace }, query: { limit: 200 } }),
      providesTags: ['Invitation']
    }),
    invite: build.mutation<
      { invitation: Invitation; secret: string; url: string },
      { workspace: string; role: Role; email?: string; uses?: number; seconds?: number }
    >({
      query: ({ workspace, ...body }) => change('post', '/api/v1/workspaces/{workspace}/invitations', { path: { workspace } }, { body }),
      invalidatesTags: ['Invitation']
    }),
    withdrawInvitation: build.mutation<null, { workspace: string; invitation: string }>({
      query: (path) => change('delete', '/api/v1/workspaces/{workspace}/invitations/{invitation}', { path }),
      invalidatesTags: ['Invitation']
    }),
    previewInvitation: build.query<{ workspace: string; role: Role; email?: string | null; invited_by?: string | null }, string>({
      query: (secret) => change('post', '/api/v1/invitations/preview', {}, { body: { secret } })
    }),
    acceptInvitation: build.mutation<Workspace, string>({
      query: (secret) => change('post', '/api/v1/invitations/accept', {}, { body: { secret } }),
      invalidatesTags: ['Workspace']
    }),
    projects: build.query<Page<Project>, string>({
      query: (workspace) => get('/api/v1/workspaces/{workspace}/projects', { path: { workspace }, query: { limit: 200 } }),
      providesTags: ['Project']
    }),
    createProject: build.mutation<Project, { workspace: string; key: string; name: string; about?: string; closed?: boolean }>({
      query: ({ workspace, ...body }) => change('post', '/api/v1/workspaces/{workspace}/projects', { path: { workspace } }, { body }),
      invalidatesTags: ['Project']
    }),
    labels: build.query<Page<Label>, string>({
      query: (workspace) => get('/api/v1/workspaces/{workspace}/labels', { path: { workspace } }),
      providesTags: ['Label']
    }),
    createLabel: build.mutation<Label, { workspace: string; name: string; color: string }>({
      query: ({ workspace, ...body }) => change('post', '/api/v1/workspaces/{workspace}/labels', { path: { workspace } }, { body }),
      invalidatesTags: ['Label']
    }),
    changeLabel: build.mutation<Label, { workspace: string; label: string; name?: string; color?: string; version: number }>({
      query: ({ workspace, label, version, ...body }) =>
        change('patch', '/api/v1/workspaces/{workspace}/labels/{label}', { path: { workspace, label } }, { body, version }),
      invalidatesTags: ['Label', 'Task']
    }),
    removeLabel: build.mutation<null, { workspace: string; label: string }>({
      query: (path) => change('delete', '/api/v1/workspaces/{workspace}/labels/{label}', { path }),
      invalidatesTags: ['Label', 'Task']
    }),
    find: build.query<Page<SearchHit>, { workspace: string; q: string; after?: string; limit?: number }>({
      query: ({ workspace, ...query }) => get('/api/v1/workspaces/{workspace}/search', { path: { workspace }, query }),
      providesTags: ['Search'],
      keepUnusedDataFor: 30
    }),
    ask: build.mutation<Answer, { workspace: string; question: string }>({
      query: ({ workspace, ...body }) => change('post', '/api/v1/workspaces/{workspace}/ask', { path: { workspace } }, { body })
    })
  })
})

export const {
  useWorkspacesQuery, useWorkspaceQuery, useCreateWorkspaceMutation, useChangeWorkspaceMutation, useArchiveWorkspaceMutation,
  useDeleteWorkspaceMutation, useRestoreWorkspaceMutation, useLeaveWorkspaceMutation, useTransferWorkspaceMutation, useMembersQuery,
  useChangeMemberMutation, useRemoveMemberMutation, useInvitationsQuery, useInviteMutation, useWithdrawInvitationMutation,
  usePreviewInvitationQuery, useAcceptInvitationMutation, useProjectsQuery, useCreateProjectMutation, useLabelsQuery,
  useCreateLabelMutation, useChangeLabelMutation, useRemoveLabelMutation, useFindQuery, useLazyFindQuery, useAskMutation
} = workspacesApi
