import Box from '@mui/material/Box'

/** Keys as they are pressed, like `Ctrl K`. */
export function Kbd({ keys }: { keys: readonly string[] }) {
  return (
    <Box component="span" sx={{ display: 'inline-flex', gap: 0.75 }}>
      {keys.map((key) => (
        <Box
          key={key}
          component="kbd"
          sx={{
            font: 'inherit',
            fontSize: '0.6875rem',
            lineHeight: '18px',
            minWidth: 18,
            textAlign: 'center',
            px: 1,
            borderRadius: 1,
            border: '1px solid',
            borderColor: 'token.line',
            color: 'text.secondary',
            background: 'var(--rx-palette-token-sunken)'
          }}
        >
          {key}
        </Box>
      ))}
    </Box>
  )
}
