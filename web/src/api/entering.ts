import { api, change } from './base'

/** What is asked without a login. */
export const enteringApi = api.injectEndpoints({
  endpoints: (build) => ({
    forgot: build.mutation<null, string>({ query: (email) => change('post', '/api/v1/auth/forgot', {}, { body: { email } }) }),
    reset: build.mutation<null, { secret: string; password: string }>({
      query: (body) => change('post', '/api/v1/auth/reset', {}, { body })
    }),
    verify: build.mutation<null, string>({
      query: (secret) => change('post', '/api/v1/auth/verify', {}, { body: { secret } }),
      invalidatesTags: ['Me']
    })
  })
})

export const { useForgotMutation, useResetMutation, useVerifyMutation } = enteringApi
