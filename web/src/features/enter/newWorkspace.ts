import { useState } from 'react'

import { useCreateWorkspaceMutation } from '@/api/workspaces'
import { inWords } from '@/app/problems'
import { useT } from '@/app/texts'

import { slugOf } from './rules'

/** What the form of a new workspace holds: the address follows the name until somebody writes one. */
export const useNewWorkspace = () => {
  const t = useT()
  const [make, { isLoading, error }] = useCreateWorkspaceMutation()
  const [name, setName] = useState('')
  const [own, setOwn] = useState<string | null>(null)
  const slug = own ?? slugOf(name)
  const create = async (then: (slug: string) => void) => {
    const made = await make({ name: name.trim(), slug })
    if (made.data) then(made.data.slug)
  }
  const setSlug = (text: string) => setOwn(text.toLowerCase().replace(/[^a-z0-9-]/g, ''))
  return { name, setName, slug, setSlug, busy: isLoading, wrong: error ? inWords(error, t) : null, ready: name.trim() !== '' && slug !== '', create }
}
