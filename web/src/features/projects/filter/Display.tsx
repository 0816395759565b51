import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import Popover from '@mui/material/Popover'
import { SlidersHorizontal } from 'lucide-react'
import { useState } from 'react'

import { useT } from '@/app/texts'
import { Choice } from '@/parts/Choice'

import { BOARD_GROUPS } from '../board/columns'
import { GROUPS, SORTS, type Look } from '../look'

/** Grouping and order of what is shown. */
export function Display({ look, onLook }: { look: Look; onLook: (part: Partial<Look>) => void }) {
  const t = useT()
  const [anchor, setAnchor] = useState<HTMLElement | null>(null)
  const groups: readonly Look['group'][] = look.layout === 'board' ? BOARD_GROUPS : GROUPS
  const group = groups.includes(look.group) ? look.group : 'status'
  return (
    <>
      <Button variant="outlined" color="inherit" aria-haspopup="dialog" aria-expanded={anchor !== null} startIcon={<SlidersHorizontal size={14} strokeWidth={1.8} />} onClick={({ currentTarget }) => setAnchor(currentTarget)} sx={{ minHeight: 28, py: 0, flex: 'none' }}>
        {t('boards.display')}
      </Button>
      <Popover open={anchor !== null} anchorEl={anchor} onClose={() => setAnchor(null)} anchorOrigin={{ vertical: 'bottom', horizontal: 'right' }} transformOrigin={{ vertical: 'top', horizontal: 'right' }} transitionDuration={90} slotProps={{ paper: { role: 'dialog', 'aria-label': t('boards.display'), sx: { mt: 1, p: 4, width: 260 } } }}>
        <Box sx={{ display: 'grid', gap: 4 }}>
          <Choice label={t(look.layout === 'board' ? 'boards.columns' : 'boards.groupBy')} value={group} options={groups.map((value) => ({ value, text: t(`boards.group_${value}`) }))} onChoose={(value) => onLook({ group: value, view: '' })} />
          {look.layout !== 'board' && <Choice label={t('boards.sortBy')} value={SORTS.find((one) => one === look.sort) ?? 'rank'} options={SORTS.map((value) => ({ value, text: t(`boards.sort_${value.replace('-', '') as 'rank'}`) }))} onChoose={(value) => onLook({ sort: value, view: '' })} />}
        </Box>
      </Popover>
    </>
  )
}
