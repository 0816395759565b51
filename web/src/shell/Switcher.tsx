import Box from '@mui/material/Box'
import ButtonBase from '@mui/material/ButtonBase'
import { ChevronsUpDown } from 'lucide-react'
import dynamic from 'next/dynamic'
import { useState } from 'react'

import { useT } from '@/app/texts'

import { useMaybeHere } from './here'
import { WorkspaceSign } from './WorkspaceSign'

const OtherWorkspaces = dynamic(() => import('./OtherWorkspaces').then((loaded) => loaded.OtherWorkspaces), { ssr: false })

/** Names the workspace, and goes to others. */
export function Switcher() {
  const t = useT()
  const here = useMaybeHere()
  const [anchor, setAnchor] = useState<HTMLElement | null>(null)
  const name = here?.workspace.name ?? t('shell.app')
  return (
    <>
      <ButtonBase
        aria-haspopup="menu"
        aria-expanded={anchor !== null}
        onClick={(event) => setAnchor(event.currentTarget)}
        sx={{ flex: 1, minWidth: 0, justifyContent: 'flex-start', gap: 2, px: 1.5, height: 32, borderRadius: 1.5, fontSize: '0.875rem', fontWeight: 600, '&:hover': { background: 'var(--rx-palette-token-hover)' } }}
      >
        <WorkspaceSign id={here?.workspace.id ?? 'renexus'} name={name} />
        <Box component="span" sx={{ overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' }}>
          {name}
        </Box>
        <Box component="span" sx={{ color: 'token.textFaint', display: 'grid' }}>
          <ChevronsUpDown size={13} aria-hidden />
        </Box>
      </ButtonBase>
      {anchor && <OtherWorkspaces anchor={anchor} onClose={() => setAnchor(null)} />}
    </>
  )
}
