import Box from '@mui/material/Box'
import Divider from '@mui/material/Divider'
import Menu from '@mui/material/Menu'
import MenuItem from '@mui/material/MenuItem'
import { Check, Plus } from 'lucide-react'
import { useRouter } from 'next/router'

import { useWorkspacesQuery } from '@/api/workspaces'
import { useT } from '@/app/texts'

import { useMaybeHere } from './here'
import { WorkspaceSign } from './WorkspaceSign'

/** The workspaces that one can go to. */
export function OtherWorkspaces({ anchor, onClose }: { anchor: HTMLElement; onClose: () => void }) {
  const t = useT()
  const router = useRouter()
  const here = useMaybeHere()
  const { data } = useWorkspacesQuery(null)
  const go = (href: string) => {
    onClose()
    void router.push(href)
  }
  return (
    <Menu open anchorEl={anchor} onClose={onClose} slotProps={{ paper: { sx: { width: 228 } }, list: { 'aria-label': t('shell.workspaces') } }}>
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
  )
}
