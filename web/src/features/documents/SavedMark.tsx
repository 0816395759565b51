import Box from '@mui/material/Box'
import { useDocument } from '@renexus/client/react'

import { useT } from '@/app/texts'

/** Says whether everything in a document is on the server's disk. */
export function SavedMark({ document, offline = true }: { document: string; offline?: boolean }) {
  const t = useT()
  const { saved, pending, status, loaded, access, refused } = useDocument(document, { offline })
  const text = () => {
    if (refused) return t('documents.refusedMark')
    if (status === 'offline') return pending > 0 ? t('documents.offlinePending', { count: pending }) : t('documents.offline')
    if (!loaded || status !== 'connected') return t('documents.connecting')
    if (!saved) return t('shell.saving')
    if (access === 'comment') return t('documents.commentOnly')
    return access === 'read' ? t('documents.readOnly') : t('shell.saved')
  }
  return (
    <Box component="span" role="status" data-saved={saved} sx={{ fontSize: '0.75rem', color: refused ? 'token.danger' : 'token.textMuted', whiteSpace: 'nowrap' }}>
      {text()}
    </Box>
  )
}
