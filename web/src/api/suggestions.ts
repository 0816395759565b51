import type { Schemas } from '@renexus/client'

import { api, change, get } from './base'

export type Suggestions = Schemas['SuggestionsView']
export type Suggestion = Schemas['SuggestionView']
export type SuggestionKind = Schemas['SuggestionKind']

/** Whether a day suits a task that is not there yet. */
export type DueRisk = Schemas['DueRisk']

/** How often suggestions were taken, by kind. */
export type SuggestionScores = Schemas['SuggestionScoresView']

/** What somebody did with the suggestions of one kind; without a place all were dismissed. */
export type SuggestionAnswer = Schemas['SuggestionAnswer']

/** What is suggested for tasks, and what people do with it. */
export const suggestionsApi = api.injectEndpoints({
  endpoints: (build) => ({
    suggestionsForDraft: build.query<Suggestions, { workspace: string; project: string; title: string; description: string; due: string | null }>({
      query: ({ workspace, ...body }) => change('post', '/api/v1/workspaces/{workspace}/suggestions/draft', { path: { workspace } }, { body }),
      keepUnusedDataFor: 30
    }),
    suggestionsForTask: build.query<Suggestions, { workspace: string; task: string }>({
      query: (path) => get('/api/v1/workspaces/{workspace}/tasks/{task}/suggestions', { path })
    }),
    suggestedNext: build.query<Suggestions, { workspace: string; project: string }>({
      query: ({ workspace, project }) => get('/api/v1/workspaces/{workspace}/suggestions/next', { path: { workspace }, query: { project } }),
      providesTags: ['Insight']
    }),
    answerSuggestion: build.mutation<null, { workspace: string } & SuggestionAnswer>({
      query: ({ workspace, ...body }) => change('post', '/api/v1/workspaces/{workspace}/suggestions/answers', { path: { workspace } }, { body }),
      invalidatesTags: [{ type: 'Insight', id: 'scores' }]
    }),
    suggestionScores: build.query<SuggestionScores, { workspace: string; project: string }>({
      query: ({ workspace, project }) => get('/api/v1/workspaces/{workspace}/suggestions/scores', { path: { workspace }, query: { project } }),
      providesTags: ['Insight', { type: 'Insight', id: 'scores' }]
    })
  })
})

export const { useSuggestionsForDraftQuery, useSuggestionsForTaskQuery, useSuggestedNextQuery, useAnswerSuggestionMutation, useSuggestionScoresQuery } = suggestionsApi
