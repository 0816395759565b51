import Box from '@mui/material/Box'
import { Check, Copy } from 'lucide-react'
import { useState } from 'react'

import { useT } from '@/app/texts'

import { Tip } from './Tip'

/** Something to take along: a link, a key. One click copies it. */
export function Secret({ name, value }: { name: string; value: string }) {
  const t = useT()
  const [copied, setCopied] = useState(false)
  const copy = async () => {
    await navigator.clipboard.writeText(value)
    setCopied(true)
    setTimeout(() => setCopied(false), 2_000)
  }
  return (
    <Box sx={{ display: 'flex', alignItems: 'center', gap: 1, border: '1px solid', borderColor: 'token.lineStrong', borderRadius: 1.5, pl: 3, pr: 1, py: 1, minWidth: 0, background: 'var(--rx-palette-token-sunken)' }}>
      <Box component="input" readOnly aria-label={name} value={value} onFocus={(event) => event.currentTarget.select()} sx={{ flex: 1, minWidth: 0, border: 0, outline: 'none', background: 'transparent', color: 'text.primary', font: 'inherit', fontFamily: 'ui-monospace, Menlo, Consolas, monospace', fontSize: '0.75rem' }} />
      <Tip name={t(copied ? 'shell.copied' : 'shell.copy')} icon={copied ? Check : Copy} onClick={() => void copy()} />
    </Box>
  )
}
