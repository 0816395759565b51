import Box from '@mui/material/Box'
import { FileText, Plus } from 'lucide-react'
import { useRouter } from 'next/router'
import { useMemo } from 'react'

import { useCreatePageMutation, usePagesQuery, type DocumentEntry } from '@/api/pages'
import { useSay } from '@/app/problems'
import { useT } from '@/app/texts'
import { Tip } from '@/parts/Tip'
import { useHere } from '@/shell/here'
import { SideGroup, SideItem } from '@/shell/SideItem'

interface Leaf {
  entry: DocumentEntry
  depth: number
}

/** The documents in the order in which the tree is read. */
const leaves = (all: readonly DocumentEntry[]): Leaf[] => {
  const below = new Map<string | null, DocumentEntry[]>()
  for (const entry of all) {
    const parent = entry.parent ?? null
    below.set(parent, [...(below.get(parent) ?? []), entry])
  }
  const walk = (parent: string | null, depth: number): Leaf[] =>
    (below.get(parent) ?? []).flatMap((entry) => [{ entry, depth }, ...walk(entry.id, depth + 1)])
  return walk(null, 0)
}

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

/** The tree of documents in the side bar. */
export function DocumentTree() {
  const t = useT()
  const here = useHere()
  const { data } = usePagesQuery(here.slug)
  const all = useMemo(() => leaves(data?.items ?? []), [data])
  const make = useNewDocument()
  const may = here.role !== 'guest'
  if (!may && all.length === 0) return null
  return (
    <SideGroup title={t('documents.all')} action={may && <Tip name={t('documents.create')} icon={Plus} iconSize={14} onClick={() => make()} />}>
      {all.map(({ entry, depth }) => (
        <SideItem
          key={entry.id}
          href={`/w/${here.slug}/docs/${entry.id}`}
          text={entry.title || t('documents.untitled')}
          depth={depth}
          {...(entry.icon ? { before: <Box component="span" aria-hidden sx={{ width: 16, textAlign: 'center', flex: 'none' }}>{entry.icon}</Box> } : { icon: FileText })}
        />
      ))}
      {all.length === 0 && <Box sx={{ px: 2, py: 1, fontSize: '0.8125rem', color: 'token.textFaint' }}>{t('documents.none')}</Box>}
    </SideGroup>
  )
}
