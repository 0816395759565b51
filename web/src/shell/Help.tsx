import Box from '@mui/material/Box'
import Dialog from '@mui/material/Dialog'
import DialogContent from '@mui/material/DialogContent'
import DialogTitle from '@mui/material/DialogTitle'

import { useAppDispatch, useAppSelector } from '@/app/store'
import { useT } from '@/app/texts'
import { Kbd } from '@/parts/Kbd'

import { useAllCommands } from './commands'
import { helpSet } from './frameSlice'
import { shownKeys } from './keys'

/** All keys that do something on this page. */
export function Help() {
  const t = useT()
  const dispatch = useAppDispatch()
  const open = useAppSelector((state) => state.frame.help)
  const withKeys = useAllCommands().filter(({ keys }) => keys)
  return (
    <Dialog open={open} onClose={() => dispatch(helpSet(false))} fullWidth maxWidth="xs" aria-labelledby="rx-help">
      <DialogTitle id="rx-help">{t('shell.keyboard')}</DialogTitle>
      <DialogContent>
        <Box component="dl" sx={{ m: 0, mb: 2 }}>
          {withKeys.map(({ id, text, keys }) => (
            <Box key={id} sx={{ display: 'flex', alignItems: 'center', minHeight: 34, borderBottom: '1px solid', borderColor: 'token.line', fontSize: '0.8125rem' }}>
              <Box component="dt" sx={{ flex: 1 }}>{text}</Box>
              <Box component="dd" sx={{ m: 0 }}><Kbd keys={shownKeys(keys ?? [])} /></Box>
            </Box>
          ))}
        </Box>
      </DialogContent>
    </Dialog>
  )
}
