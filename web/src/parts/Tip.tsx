import IconButton, { type IconButtonProps } from '@mui/material/IconButton'
import Tooltip from '@mui/material/Tooltip'
import type { LucideIcon } from 'lucide-react'
import { forwardRef } from 'react'

export interface TipProps extends Omit<IconButtonProps, 'children'> {
  name: string
  icon: LucideIcon
  iconSize?: number
}

/** A button that is a sign; its name shows on hover and is said to screen readers. */
export const Tip = forwardRef<HTMLButtonElement, TipProps>(function Tip({ name, icon: Icon, iconSize = 16, ...button }, ref) {
  return (
    <Tooltip title={name}>
      <span style={{ display: 'inline-flex' }}>
        <IconButton ref={ref} aria-label={name} {...button}>
          <Icon size={iconSize} strokeWidth={1.8} aria-hidden />
        </IconButton>
      </span>
    </Tooltip>
  )
})
