import Button from '@mui/material/Button'
import Dialog from '@mui/material/Dialog'
import DialogActions from '@mui/material/DialogActions'
import DialogContent from '@mui/material/DialogContent'
import DialogTitle from '@mui/material/DialogTitle'
import Typography from '@mui/material/Typography'
import { useId, type SyntheticEvent, type ReactNode } from 'react'

import { useT } from '@/app/texts'

export interface AskingProps {
  open: boolean
  title: string
  text?: string
  /** What the button says that does it. */
  does: string
  danger?: boolean
  busy?: boolean
  ready?: boolean
  onDone: () => void
  onClose: () => void
  children?: ReactNode
}

/** A dialog with one thing to do: a form, or a question before something that cannot be undone. */
export function Asking({ open, title, text, does, danger = false, busy = false, ready = true, onDone, onClose, children }: AskingProps) {
  const t = useT()
  const id = useId()
  const submit = (event: SyntheticEvent) => {
    event.preventDefault()
    event.stopPropagation()
    if (ready && !busy) onDone()
  }
  return (
    <Dialog open={open} onClose={onClose} fullWidth maxWidth="xs" aria-labelledby={id} transitionDuration={120}>
      <form onSubmit={submit} noValidate>
        <DialogTitle id={id}>{title}</DialogTitle>
        <DialogContent sx={{ display: 'grid', gap: 4 }}>
          {text && (
            <Typography variant="body1" sx={{ color: 'text.secondary' }}>
              {text}
            </Typography>
          )}
          {children}
        </DialogContent>
        <DialogActions>
          <Button color="inherit" onClick={onClose}>
            {t('shell.cancel')}
          </Button>
          <Button type="submit" variant="contained" color={danger ? 'error' : 'primary'} disabled={!ready} loading={busy}>
            {does}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  )
}
