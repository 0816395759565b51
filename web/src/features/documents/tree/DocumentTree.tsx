import Box from '@mui/material/Box'
import { FileText, Plus } from 'lucide-react'
import { useMemo, type PointerEvent } from 'react'

import { useChangePageMutation, usePagesQuery, type DocumentEntry } from '@/api/pages'
import { useSay } from '@/app/problems'
import { useT } from '@/app/texts'
import { Tip } from '@/parts/Tip'
import { useHere } from '@/shell/here'
import { SideGroup, SideItem } from '@/shell/SideItem'

import { leaves, type Leaf, type Side } from './order'
import { useCarrying, type Carried } from './useCarrying'
import { useNewDocument } from './useNewDocument'

const edge = (place: object) => ({ '&::before': { content: '""', position: 'absolute', left: 8, right: 4, height: 2, background: 'var(--rx-palette-token-accent)', ...place } })

/** Where a document would fall. */
const MARKS: Record<Side, object> = {
  before: edge({ top: -1 }),
  behind: edge({ bottom: -1 }),
  inside: { borderRadius: 1.5, boxShadow: 'inset 0 0 0 2px var(--rx-palette-token-accent)' }
}

function Line({ leaf: { entry, depth }, carried, onLift }: { leaf: Leaf; carried: Carried | null; onLift: ((event: PointerEvent) => void) | undefined }) {
  const t = useT()
  const here = useHere()
  const mark = carried?.on === entry.id && carried.spot ? MARKS[carried.side] : {}
  return (
    // The browser would carry the link instead.
    <Box data-leaf={entry.id} onPointerDown={onLift} onDragStart={(event) => event.preventDefault()} sx={{ position: 'relative', opacity: carried?.moved === entry.id ? 0.45 : 1, ...mark }}>
      <SideItem
        href={`/w/${here.slug}/docs/${entry.id}`}
        text={entry.title || t('documents.untitled')}
        depth={depth}
        {...(entry.icon ? { before: <Box component="span" aria-hidden sx={{ width: 16, textAlign: 'center', flex: 'none' }}>{entry.icon}</Box> } : { icon: FileText })}
      />
    </Box>
  )
}

const writes = ({ level }: DocumentEntry) => level === 'write' || level === 'manage'

/** The tree of documents in the side bar; a document is carried to its place. The menu of a document does the same by keys. */
export function DocumentTree() {
  const t = useT()
  const here = useHere()
  const { fail } = useSay()
  const { data } = usePagesQuery(here.slug)
  const entries = useMemo(() => data?.items ?? [], [data])
  const all = useMemo(() => leaves(entries), [entries])
  const make = useNewDocument()
  const [change] = useChangePageMutation()
  const { carried, lift } = useCarrying(entries, (page, spot) => { change({ workspace: here.slug, page, ...spot }).unwrap().catch(fail) })
  const may = here.role !== 'guest'
  if (!may && all.length === 0) return null
  return (
    <SideGroup title={t('documents.all')} action={may && <Tip name={t('documents.create')} icon={Plus} iconSize={14} onClick={() => make()} />}>
      {all.map((leaf) => <Line key={leaf.entry.id} leaf={leaf} carried={carried} onLift={writes(leaf.entry) ? lift(leaf.entry.id) : undefined} />)}
      {all.length === 0 && <Box sx={{ px: 2, py: 1, fontSize: '0.8125rem', color: 'token.textFaint' }}>{t('documents.none')}</Box>}
    </SideGroup>
  )
}
