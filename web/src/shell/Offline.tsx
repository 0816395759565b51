import Box from '@mui/material/Box'
import { CloudOff } from 'lucide-react'
import { useSyncExternalStore } from 'react'

import { useT } from '@/app/texts'

const subscribe = (changed: () => void) => {
  window.addEventListener('online', changed)
  window.addEventListener('offline', changed)
  return () => {
    window.removeEventListener('online', changed)
    window.removeEventListener('offline', changed)
  }
}

/** Whether the browser has a network. */
export const useOnline = (): boolean => useSyncExternalStore(subscribe, () => navigator.onLine, () => true)

/** Says calmly that there is no connection. */
export function Offline() {
  const t = useT()
  const online = useOnline()
  return (
    <div role="status">
      {!online && (
        <Box sx={{ display: 'flex', alignItems: 'center', gap: 2, px: 4, py: 1.5, fontSize: '0.8125rem', background: 'var(--rx-palette-token-warningSoft)', color: 'token.warning' }}>
          <CloudOff size={15} aria-hidden />
          {t('shell.offline')}
        </Box>
      )}
    </div>
  )
}
