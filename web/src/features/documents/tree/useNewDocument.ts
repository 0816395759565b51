import { useRouter } from 'next/router'

import { useCreatePageMutation } from '@/api/pages'
import { useSay } from '@/app/problems'
import { useHere } from '@/shell/here'

/** Makes a document and opens it. */
export const useNewDocument = () => {
  const here = useHere()
  const router = useRouter()
  const { fail } = useSay()
  const [create] = useCreatePageMutation()
  return (parent?: string) => {
    create({ workspace: here.slug, ...(parent ? { parent } : {}) })
      .unwrap()
      .then(({ id }) => router.push(`/w/${here.slug}/docs/${id}`))
      .catch(fail)
  }
}
