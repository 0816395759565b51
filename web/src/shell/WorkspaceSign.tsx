import Box from '@mui/material/Box'

import { colorOf } from '@/parts/Avatar'

/** The first letter of a workspace on its colour. */
export function WorkspaceSign({ id, name, size = 20 }: { id: string; name: string; size?: number }) {
  return (
    <Box component="span" aria-hidden sx={{ width: size, height: size, flex: 'none', borderRadius: 1.25, display: 'grid', placeItems: 'center', background: colorOf(id), color: '#fff', fontSize: size * 0.55, fontWeight: 620 }}>
      {(name.trim()[0] ?? '·').toUpperCase()}
    </Box>
  )
}
