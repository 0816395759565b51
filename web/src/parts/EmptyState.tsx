import Box from '@mui/material/Box'
import Typography from '@mui/material/Typography'
import type { LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'

/** What stands where nothing is yet: a sign, a sentence, and what to do about it. */
export function EmptyState({ icon: Icon, title, hint, children }: { icon: LucideIcon; title: string; hint?: string; children?: ReactNode }) {
  return (
    <Box sx={{ display: 'grid', justifyItems: 'center', textAlign: 'center', gap: 1.5, py: 14, px: 6 }}>
      <Box aria-hidden sx={{ color: 'token.textFaint', border: '1px solid', borderColor: 'token.line', borderRadius: 2.5, p: 2.5, display: 'grid', mb: 1 }}>
        <Icon size={22} strokeWidth={1.6} />
      </Box>
      <Typography variant="h3" component="p">
        {title}
      </Typography>
      {hint && (
        <Typography variant="body2" sx={{ color: 'text.secondary', maxWidth: 360, textWrap: 'balance' }}>
          {hint}
        </Typography>
      )}
      {children && <Box sx={{ mt: 2 }}>{children}</Box>}
    </Box>
  )
}
