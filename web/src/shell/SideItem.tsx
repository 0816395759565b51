import Box from '@mui/material/Box'
import type { LucideIcon } from 'lucide-react'
import { useRouter } from 'next/router'
import type { ReactNode } from 'react'

import { useAppDispatch } from '@/app/store'
import { Go } from '@/parts/Go'

import { drawerSet } from './frameSlice'

export interface SideItemProps {
  href: string
  text: string
  icon?: LucideIcon
  /** Something small in front instead of an icon, or behind the text. */
  before?: ReactNode
  after?: ReactNode
  /** Distance from the left for what stands in a tree; 0 is the top. */
  depth?: number
  /** Also chosen on pages below. */
  below?: boolean
}

/** A line of the side bar. */
export function SideItem({ href, text, icon: Icon, before, after, depth = 0, below = false }: SideItemProps) {
  const { asPath } = useRouter()
  const dispatch = useAppDispatch()
  const path = asPath.split(/[?#]/)[0] ?? ''
  const chosen = path === href || (below && path.startsWith(`${href}/`))
  return (
    <Box
      component={Go}
      href={href}
      onClick={() => dispatch(drawerSet(false))}
      {...(chosen ? { 'aria-current': 'page' as const } : {})}
      sx={{
        display: 'flex',
        alignItems: 'center',
        gap: 2,
        minHeight: 'calc(var(--row) - 4px)',
        pl: 2 + depth * 3.5,
        pr: 1.5,
        borderRadius: 1.5,
        fontSize: '0.8125rem',
        fontWeight: 500,
        textDecoration: 'none',
        color: chosen ? 'text.primary' : 'text.secondary',
        background: chosen ? 'var(--rx-palette-token-chosen)' : 'transparent',
        '&:hover': { background: chosen ? 'var(--rx-palette-token-chosen)' : 'var(--rx-palette-token-hover)', color: 'text.primary' }
      }}
    >
      {Icon && <Icon size={16} strokeWidth={1.7} aria-hidden style={{ flex: 'none' }} />}
      {before}
      <Box component="span" sx={{ flex: 1, minWidth: 0, overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' }}>
        {text}
      </Box>
      {after}
    </Box>
  )
}

/** A headed group of lines in the side bar. */
export function SideGroup({ title, action, children }: { title: string; action?: ReactNode; children: ReactNode }) {
  return (
    <Box component="section" aria-label={title} sx={{ mt: 4 }}>
      <Box sx={{ display: 'flex', alignItems: 'center', minHeight: 26, pl: 2, pr: 0.5 }}>
        <Box component="h2" sx={{ flex: 1, m: 0, fontSize: '0.75rem', fontWeight: 540, color: 'text.secondary' }}>
          {title}
        </Box>
        {action}
      </Box>
      <Box sx={{ display: 'grid', gridTemplateColumns: 'minmax(0, 1fr)', gap: '1px' }}>{children}</Box>
    </Box>
  )
}
