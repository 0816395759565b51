import { useRouter } from 'next/router'
import { useEffect } from 'react'

import { useWorkspacesQuery } from '@/api/workspaces'
import { lastWorkspace, useKnown, useLogin } from '@/app/login'

/** `/`: to the workspace of the last time, to the first one, or to the login. */
export function Start() {
  const router = useRouter()
  const known = useKnown()
  const login = useLogin()
  const { data } = useWorkspacesQuery(null, { skip: login === null })
  useEffect(() => {
    if (!known) return
    if (login === null) {
      void router.replace('/login')
    } else if (data) {
      const last = lastWorkspace()
      const there = data.items.find(({ slug }) => slug === last) ?? data.items.find(({ delete_after }) => !delete_after)
      void router.replace(there ? `/w/${there.slug}` : '/new')
    }
  }, [known, login, data, router])
  return null
}
