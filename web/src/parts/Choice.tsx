import MenuItem from '@mui/material/MenuItem'
import Select from '@mui/material/Select'
import Typography from '@mui/material/Typography'
import { useId } from 'react'

export interface ChoiceProps<T extends string> {
  label: string
  value: T
  options: readonly { value: T; text: string; disabled?: boolean }[]
  onChoose: (value: T) => void
  /** Says the label to screen readers alone. */
  quiet?: boolean
  disabled?: boolean
  width?: number | string
}

/** One of a few. */
export function Choice<T extends string>({ label, value, options, onChoose, quiet = false, disabled = false, width = '100%' }: ChoiceProps<T>) {
  const id = useId()
  return (
    <div style={{ width }}>
      {!quiet && (
        <Typography component="p" id={`${id}-name`} variant="subtitle2" sx={{ mb: 1 }}>
          {label}
        </Typography>
      )}
      <Select<T>
        fullWidth
        value={value}
        disabled={disabled}
        onChange={({ target }) => onChoose(target.value as T)}
        SelectDisplayProps={quiet ? { 'aria-label': label } : { 'aria-labelledby': `${id}-name ${id}-value`, id: `${id}-value` }}
      >
        {options.map((option) => (
          <MenuItem key={option.value} value={option.value} disabled={option.disabled ?? false}>
            {option.text}
          </MenuItem>
        ))}
      </Select>
    </div>
  )
}
