import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import CircularProgress from '@mui/material/CircularProgress'
import FormHelperText from '@mui/material/FormHelperText'
import OutlinedInput from '@mui/material/OutlinedInput'
import { useState, type SyntheticEvent } from 'react'

import { useKeepVersionMutation } from '@/api/versions'
import { inWords } from '@/app/problems'
import { useT } from '@/app/texts'

import { LONGEST } from './VersionMenu'

/** Keeps the document as it is now, with a name for those who give one. */
export function KeepNow({ document, onDone }: { document: string; onDone: (words: string) => void }) {
  const t = useT()
  const [name, setName] = useState('')
  const [keep, { isLoading, error, reset }] = useKeepVersionMutation()
  const called = name.trim()
  const submit = (event: SyntheticEvent) => {
    event.preventDefault()
    if (isLoading) return
    keep({ document, ...(called === '' ? {} : { name: called }) })
      .unwrap()
      .then(() => {
        setName('')
        onDone(t('versions.kept'))
      }, () => undefined)
  }
  return (
    <Box component="form" onSubmit={submit} noValidate sx={{ display: 'grid', gap: 2, p: 4, borderTop: '1px solid', borderColor: 'token.line', flex: 'none' }}>
      <OutlinedInput size="small" fullWidth value={name} placeholder={t('versions.keepHint')} onChange={({ target }) => { setName(target.value); reset() }} inputProps={{ 'aria-label': t('versions.keepName'), maxLength: LONGEST }} />
      {/* Never disabled: that would take the focus out of the drawer, and Escape with it. */}
      <Button type="submit" variant="outlined" color="inherit" aria-busy={isLoading} startIcon={isLoading ? <CircularProgress size={14} color="inherit" aria-hidden /> : undefined}>{t('versions.keep')}</Button>
      {error && <FormHelperText error role="alert" sx={{ mt: 0 }}>{inWords(error, t)}</FormHelperText>}
    </Box>
  )
}
