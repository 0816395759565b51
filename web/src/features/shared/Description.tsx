import Box from '@mui/material/Box'
import { RenexusProvider } from '@renexus/client/react'
import { useMemo, useSyncExternalStore } from 'react'

import { Waiting } from '@/parts/Waiting'

import { Visiting } from './visiting'
import { VisitorMarks, VisitorText } from './VisitorText'

/** The description of a task on a shared board, with the saved mark for those who may write it. */
export function Description({ secret, task, writes }: { secret: string; task: string; writes: boolean }) {
  const visiting = useMemo(() => new Visiting(secret, task), [secret, task])
  const visit = useSyncExternalStore(visiting.subscribe, visiting.current, visiting.current)
  if (visit === undefined) return <Waiting rows={3} />
  const document = visit?.opened.document
  if (!visit?.visitor || !document) return null
  return (
    <RenexusProvider client={visit.visitor}>
      {writes && <Box sx={{ display: 'flex', justifyContent: 'flex-end', gap: 2, mb: 2 }}><VisitorMarks document={document} /></Box>}
      <VisitorText document={document} />
    </RenexusProvider>
  )
}
