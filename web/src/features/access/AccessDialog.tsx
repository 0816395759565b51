import Box from '@mui/material/Box'
import Dialog from '@mui/material/Dialog'
import DialogContent from '@mui/material/DialogContent'
import DialogTitle from '@mui/material/DialogTitle'
import { X } from 'lucide-react'
import { useId, type ReactNode } from 'react'

import type { Resource } from '@/api/access'
import { useT } from '@/app/texts'
import { Choice } from '@/parts/Choice'
import { Panel } from '@/parts/Sections'
import { Tip } from '@/parts/Tip'

import { Links } from './Links'
import { People } from './People'

interface AccessDialogProps {
  of: Resource
  title: string
  /** Whether only admins and those named get in. */
  closed: boolean
  onClosed: (closed: boolean) => void
  onClose: () => void
}

const narrow = (children: ReactNode) => <Box sx={{ '& section': { mb: 6 }, '& section:last-child': { mb: 0 } }}>{children}</Box>

/** Who gets into a project or a document: the workspace, people by name, whoever has a link. */
export function AccessDialog({ of, title, closed, onClosed, onClose }: AccessDialogProps) {
  const t = useT()
  const id = useId()
  return (
    <Dialog open onClose={onClose} fullWidth maxWidth="sm" aria-labelledby={id} transitionDuration={120}>
      <Box sx={{ display: 'flex', alignItems: 'center', pr: 3 }}>
        <DialogTitle id={id} sx={{ flex: 1, minWidth: 0, overflow: 'hidden', textOverflow: 'ellipsis' }}>{t('access.title', { name: title })}</DialogTitle>
        <Tip name={t('shell.close')} icon={X} onClick={onClose} />
      </Box>
      <DialogContent>
        {narrow(
          <>
            <Panel title={t('access.workspace')}>
              <Box sx={{ p: 3 }}>
                <Choice quiet label={t('access.workspace')} value={closed ? 'closed' : 'open'} options={[{ value: 'open', text: t('access.open') }, { value: 'closed', text: t('access.closed') }]} onChoose={(value) => onClosed(value === 'closed')} />
              </Box>
            </Panel>
            <Panel title={t('access.people')} hint={t(closed ? 'access.peopleClosed' : 'access.peopleOpen')}>
              <People of={of} />
            </Panel>
            {of.kind === 'document' && (
              <Panel title={t('access.links')} hint={t('access.linksHint')}>
                <Links of={of} />
              </Panel>
            )}
          </>
        )}
      </DialogContent>
    </Dialog>
  )
}
