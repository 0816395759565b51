import Box from '@mui/material/Box'
import ButtonBase from '@mui/material/ButtonBase'
import Divider from '@mui/material/Divider'
import Menu from '@mui/material/Menu'
import MenuItem from '@mui/material/MenuItem'
import { Check, ChevronsUpDown, Plus } from 'lucide-react'
import { useRouter } from 'next/router'
import { useState } from 'react'

import { useWorkspacesQuery } from '@/api/workspaces'
import { useT } from '@/app/texts'
import { colorOf } from '@/parts/Avatar'

import { useMaybeHere } from './here'

/** The first letter of a workspace on its colour. */
export function WorkspaceSign({ id, name, size = 20 }: { id: string; name: string; size?: number }) {
  return (
    <Box component="span" aria-hidden sx={{ width: size, height: size, flex: 'none', borderRadius: 1.25, display: 'grid', placeItems: 'center', background: colorOf(id), color: '#fff', fontSize: size * 0.55, fontWeight: 620 }}>
      {(name.trim()[0] ?? '·').toUpperCase()}
    </Box>
  )
}

/** Names the workspace, and goes to others. */
export function Switcher() {
  const t = useT()
  const router = useRouter()
  const here = useMaybeHere()
  const { data } = useWorkspacesQuery(null)
  const [anchor, setAnchor] = useState<HTMLElement | null>(null)
  const name = here?.workspace.name ?? t('shell.app')
  const go = (href: string) => {
    setAnchor(null)
    void router.push(href)
  }
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
      <Menu open={anchor !== null} anchorEl={anchor} onClose={() => setAnchor(null)} slotProps={{ paper: { sx: { width: 228 } }, list: { 'aria-label': t('shell.workspaces') } }}>
        {(data?.items ?? []).map((one) => (
          <MenuItem key={one.id} onClick={() => go(`/w/${one.slug}`)}>
            <WorkspaceSign id={one.id} name={one.name} size={18} />
            <Box component="span" sx={{ flex: 1, overflow: 'hidden', textOverflow: 'ellipsis' }}>
              {one.name}
            </Box>
            {one.id === here?.workspace.id && <Check size={14} aria-hidden />}
          </MenuItem>
        ))}
        <Divider sx={{ my: 1 }} />
        <MenuItem onClick={() => go('/new')}>
          <Plus size={16} aria-hidden />
          {t('shell.newWorkspace')}
        </MenuItem>
      </Menu>
    </>
  )
}
