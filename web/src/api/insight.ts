import type { Schemas } from '@renexus/client'

import { api, change, get } from './base'
import type { Page } from './shapes'

export type Forecast = Schemas['ForecastView']
export type Promised = Schemas['LevelView']
export type HistoryLength = Schemas['HistoryLength']
export type Kept = Schemas['KeptView']
export type FlowDay = Schemas['FlowDay']
export type Percentile = Schemas['PercentileView']

/** What is looked at: a project, or all that one may read. */
export interface Scope {
  workspace: string
  project: string | undefined
}

type OfDays = Scope & { days: number }

const asked = ({ workspace, ...query }: Scope | OfDays) => ({ path: { workspace }, query })

/** Forecasts and pictures of how work flows. They are read anew when tasks change. */
export const insightApi = api.injectEndpoints({
  endpoints: (build) => ({
    forecasts: build.query<Page<Forecast>, Scope>({
      query: (scope) => get('/api/v1/workspaces/{workspace}/insight/forecasts', asked(scope)),
      providesTags: ['Forecast']
    }),
    askForecast: build.mutation<Forecast, Scope & { question: Forecast['question']; size: number }>({
      query: ({ workspace, ...body }) => change('post', '/api/v1/workspaces/{workspace}/insight/forecasts', { path: { workspace } }, { body }),
      invalidatesTags: ['Forecast']
    }),
    trackRecord: build.query<Schemas['TrackRecordView'], Scope>({
      query: (scope) => get('/api/v1/workspaces/{workspace}/insight/track-record', asked(scope)),
      providesTags: ['Forecast']
    }),
    backtest: build.query<Schemas['BacktestView'], Scope>({
      query: (scope) => get('/api/v1/workspaces/{workspace}/insight/backtest', asked(scope))
    }),
    flow: build.query<Schemas['FlowView'], OfDays>({
      query: (scope) => get('/api/v1/workspaces/{workspace}/insight/flow', asked(scope)),
      providesTags: ['Insight']
    }),
    burnUp: build.query<Schemas['BurnUpView'], OfDays>({
      query: (scope) => get('/api/v1/workspaces/{workspace}/insight/burn-up', asked(scope)),
      providesTags: ['Insight']
    }),
    cycleTimes: build.query<Schemas['CycleTimesView'], Scope>({
      query: (scope) => get('/api/v1/workspaces/{workspace}/insight/cycle-times', asked(scope)),
      providesTags: ['Insight']
    }),
    aging: build.query<Schemas['AgingView'], Scope>({
      query: (scope) => get('/api/v1/workspaces/{workspace}/insight/aging', asked(scope)),
      providesTags: ['Insight']
    }),
    risks: build.query<Schemas['RisksView'], Scope>({
      query: (scope) => get('/api/v1/workspaces/{workspace}/insight/risks', asked(scope)),
      providesTags: ['Insight']
    })
  })
})

export const {
  useForecastsQuery, useAskForecastMutation, useTrackRecordQuery, useLazyBacktestQuery, useFlowQuery, useBurnUpQuery, useCycleTimesQuery, useAgingQuery, useRisksQuery
} = insightApi
