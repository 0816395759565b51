import Box from '@mui/material/Box'
import { useConnection } from '@renexus/client/react'
import { CloudOff } from 'lucide-react'
import { useEffect, useState, useSyncExternalStore } from 'react'

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

/** Milliseconds for which a lost connection is nobody's concern: it mostly comes back. */
const CALM = 2_500

function useAway(): boolean {
  const online = useOnline()
  const { status } = useConnection()
  const away = !online || status === 'offline'
  const [long, setLong] = useState(false)
  useEffect(() => {
    if (!away) return
    const timer = setTimeout(() => setLong(true), CALM)
    return () => {
      clearTimeout(timer)
      setLong(false)
    }
  }, [away])
  return !online || (away && long)
}

/** Says calmly that there is no connection. */
export function Offline() {
  const t = useT()
  const away = useAway()
  const online = useOnline()
  return (
    <div role="status">
      {away && (
        <Box sx={{ display: 'flex', alignItems: 'center', gap: 2, px: 4, py: 1.5, fontSize: '0.8125rem', background: 'var(--rx-palette-token-warningSoft)', color: 'token.warning' }}>
          <CloudOff size={15} aria-hidden />
          {t(online ? 'shell.reconnecting' : 'shell.offline')}
        </Box>
      )}
    </div>
  )
}
