import ButtonBase from '@mui/material/ButtonBase'
import Popover from '@mui/material/Popover'
import { useState, type ReactNode } from 'react'

import { Picker, type PickerProps } from './Picker'

/** A small framed button that shows a value and opens its choices. */
export function PickButton({ label, value, onPick, several = false, ...picker }: PickerProps & { value: ReactNode }) {
  const [anchor, setAnchor] = useState<HTMLElement | null>(null)
  return (
    <>
      <ButtonBase
        aria-haspopup="listbox"
        aria-expanded={anchor !== null}
        title={label}
        onClick={({ currentTarget }) => setAnchor(currentTarget)}
        sx={{ minHeight: 28, px: 2, gap: 1.5, borderRadius: 1.5, border: '1px solid', borderColor: 'token.line', fontSize: '0.8125rem', color: 'text.secondary', maxWidth: 220, '&:hover': { background: 'var(--rx-palette-token-hover)' } }}
      >
        {value}
      </ButtonBase>
      <Popover open={anchor !== null} onClose={() => setAnchor(null)} anchorEl={anchor} anchorOrigin={{ vertical: 'bottom', horizontal: 'left' }} transitionDuration={90} slotProps={{ paper: { sx: { mt: 1 } } }}>
        <Picker {...picker} label={label} several={several} onPick={(id) => { onPick(id); if (!several) setAnchor(null) }} />
      </Popover>
    </>
  )
}
