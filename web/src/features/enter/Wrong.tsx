import Box from '@mui/material/Box'

/** Says why it did not work, above the button. */
export function Wrong({ children }: { children: string | null }) {
  return (
    <div role="alert">
      {children && (
        <Box sx={{ px: 3, py: 2, borderRadius: 1.5, fontSize: '0.8125rem', background: 'var(--rx-palette-token-dangerSoft)', color: 'token.danger' }}>
          {children}
        </Box>
      )}
    </div>
  )
}
