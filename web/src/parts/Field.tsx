import FormControl from '@mui/material/FormControl'
import FormHelperText from '@mui/material/FormHelperText'
import OutlinedInput, { type OutlinedInputProps } from '@mui/material/OutlinedInput'
import Typography from '@mui/material/Typography'
import { useId, type ReactNode } from 'react'

export interface FieldProps extends Omit<OutlinedInputProps, 'error' | 'label'> {
  label: string
  /** Says what is expected; stands below the field. */
  hint?: ReactNode
  /** Says what is wrong; stands instead of the hint. */
  wrong?: string | null | undefined
}

/** A line to write into, with its name above it. */
export function Field({ label, hint, wrong, ...input }: FieldProps) {
  const id = useId()
  const below = wrong ?? hint
  return (
    <FormControl fullWidth size="small" error={Boolean(wrong)}>
      <Typography component="label" htmlFor={id} variant="subtitle2" sx={{ mb: 1, color: 'text.primary' }}>
        {label}
      </Typography>
      <OutlinedInput id={id} {...input} {...(below ? { 'aria-describedby': `${id}-below` } : {})} />
      {below && (
        <FormHelperText id={`${id}-below`} role={wrong ? 'alert' : undefined}>
          {below}
        </FormHelperText>
      )}
    </FormControl>
  )
}
