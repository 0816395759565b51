import Box from '@mui/material/Box'
import Typography from '@mui/material/Typography'
import type { ReactNode } from 'react'

import { Go } from './Go'

export interface SectionLink {
  id: string
  text: string
  href: string
}

/** On a phone the chosen one may stand outside of the line. */
const intoView = (element: HTMLElement | null) => element?.scrollIntoView({ block: 'nearest', inline: 'center' })

export interface SectionsProps {
  title: string
  links: readonly SectionLink[]
  current: string
  children: ReactNode
}

/** Settings: the parts on the left (on a phone in a line above), the chosen one beside them. */
export function Sections({ title, links, current, children }: SectionsProps) {
  return (
    <Box sx={{ display: 'grid', gridTemplateColumns: { xs: 'minmax(0, 1fr)', md: '184px minmax(0, 1fr)' }, maxWidth: 1040, mx: 'auto', px: { xs: 4, sm: 8 }, py: { xs: 4, md: 9 }, gap: { xs: 5, md: 10 } }}>
      <Box component="nav" aria-label={title} sx={{ display: 'flex', flexDirection: { xs: 'row', md: 'column' }, gap: '1px', overflowX: 'auto', scrollbarWidth: 'none', mx: { xs: -4, md: 0 }, px: { xs: 4, md: 0 }, position: { md: 'sticky' }, top: 36, alignSelf: 'start' }}>
        <Typography component="p" variant="subtitle2" sx={{ px: 2.5, pb: 2, color: 'text.secondary', display: { xs: 'none', md: 'block' } }}>
          {title}
        </Typography>
        {links.map(({ id, text, href }) => (
          <Box
            key={id}
            component={Go}
            href={href}
            {...(id === current ? { 'aria-current': 'page' as const, ref: intoView } : {})}
            sx={{ px: 2.5, py: 1.5, borderRadius: 1.5, whiteSpace: 'nowrap', fontSize: '0.8125rem', fontWeight: 500, textDecoration: 'none', color: id === current ? 'text.primary' : 'text.secondary', background: id === current ? 'var(--rx-palette-token-chosen)' : 'transparent', '&:hover': { background: id === current ? undefined : 'var(--rx-palette-token-hover)', color: 'text.primary' } }}
          >
            {text}
          </Box>
        ))}
      </Box>
      <Box sx={{ maxWidth: 720, minWidth: 0, pb: 16 }}>{children}</Box>
    </Box>
  )
}

/** The head of a section. */
export function SectionHead({ title, hint, action }: { title: string; hint?: string; action?: ReactNode }) {
  return (
    <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 4, alignItems: 'flex-start', mb: 7 }}>
      <Box sx={{ flex: '1 1 240px', minWidth: 0 }}>
        <Typography variant="h1">{title}</Typography>
        {hint && (
          <Typography variant="body1" sx={{ color: 'text.secondary', mt: 1.5, textWrap: 'pretty' }}>
            {hint}
          </Typography>
        )}
      </Box>
      {action}
    </Box>
  )
}

/** A group of settings in a frame. */
export function Panel({ title, hint, danger = false, children }: { title?: string; hint?: string; danger?: boolean; children: ReactNode }) {
  return (
    <Box component="section" {...(title ? { 'aria-label': title } : {})} sx={{ mb: 9 }}>
      {title && (
        <Typography variant="h2" sx={{ mb: hint ? 0.5 : 3 }}>
          {title}
        </Typography>
      )}
      {hint && (
        <Typography variant="body2" sx={{ color: 'text.secondary', mb: 3 }}>
          {hint}
        </Typography>
      )}
      <Box sx={{ border: '1px solid', borderColor: danger ? 'token.danger' : 'token.line', borderRadius: 2.5, background: 'var(--rx-palette-token-raised)', '& > * + *': { borderTop: '1px solid var(--rx-palette-token-line)' } }}>{children}</Box>
    </Box>
  )
}

/** A line of a panel: what it is on the left, what can be done on the right. */
export function Line({ before, title, hint, children }: { before?: ReactNode; title: ReactNode; hint?: ReactNode; children?: ReactNode }) {
  return (
    <Box sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: 3, px: 4, py: 3, minHeight: 56 }}>
      {before}
      <Box sx={{ flex: '1 1 180px', minWidth: 0 }}>
        <Typography component="div" variant="subtitle1" sx={{ overflowWrap: 'anywhere' }}>
          {title}
        </Typography>
        {hint && (
          <Typography component="div" variant="body2" sx={{ color: 'text.secondary', overflowWrap: 'anywhere' }}>
            {hint}
          </Typography>
        )}
      </Box>
      {children && <Box sx={{ display: 'flex', alignItems: 'center', gap: 2, flex: 'none', maxWidth: '100%' }}>{children}</Box>}
    </Box>
  )
}

