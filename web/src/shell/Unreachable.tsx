import Box from '@mui/material/Box'
import { CloudOff } from 'lucide-react'
import { useEffect, useState } from 'react'

import { client } from '@/app/client'
import { awaitsText } from '@/app/first'
import { useT } from '@/app/texts'
import { EmptyState } from '@/parts/EmptyState'

/** Milliseconds between two attempts to find out who is here. */
const AGAIN = 3_000

/** While it is not known who is here: nothing at first, then that the server does not answer. It is asked again. */
export function Unreachable() {
  const t = useT()
  const [tries, setTries] = useState(0)
  useEffect(() => {
    const timer = setInterval(() => {
      setTries((before) => before + 1)
      client.auth.refresh().catch(() => undefined)
    }, AGAIN)
    return () => clearInterval(timer)
  }, [])
  return (
    <Box {...(tries === 0 && awaitsText)} component="main" sx={{ minHeight: '100dvh', display: 'grid', alignContent: 'center' }}>
      {tries > 0 && <EmptyState icon={CloudOff} title={t('shell.reconnecting')} hint={t('problems.offline')} />}
    </Box>
  )
}
