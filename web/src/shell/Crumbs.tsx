import Box from '@mui/material/Box'
import { ChevronRight } from 'lucide-react'
import { Fragment } from 'react'

import { Go } from '@/parts/Go'

import { InTopBar, Title } from './slots'

export interface Crumb {
  text: string
  href?: string
}

/** One letter of a title says nothing; the page has it below. */
const IN_A_HAND = { '@container (max-width: 72px)': { visibility: 'hidden' } }

/** Where the page stands; the last one is the page itself and names the browser's tab. */
export function Crumbs({ items }: { items: readonly Crumb[] }) {
  return (
    <>
      <Title>{items[items.length - 1]?.text ?? ''}</Title>
      <InTopBar place="crumbs">
        <Box component="ol" sx={{ display: 'flex', alignItems: 'center', gap: 1, minWidth: 0, m: 0, p: 0, listStyle: 'none', fontSize: '0.8125rem', ...IN_A_HAND }}>
          {items.map((item, at) => {
            const last = at === items.length - 1
            return (
              <Fragment key={`${item.text}-${item.href ?? ''}`}>
                {at > 0 && (
                  <Box component="li" aria-hidden sx={{ color: 'token.textFaint', display: { xs: 'none', sm: 'grid' }, flex: 'none' }}>
                    <ChevronRight size={14} />
                  </Box>
                )}
                <Box
                  component="li"
                  sx={{ minWidth: 0, overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap', display: last ? 'block' : { xs: 'none', sm: 'block' }, flex: last ? '0 1 auto' : 'none', maxWidth: last ? 'none' : 220 }}
                  {...(last ? { 'aria-current': 'page' as const } : {})}
                >
                  {item.href && !last ? (
                    <Box component={Go} href={item.href} sx={{ color: 'text.secondary', textDecoration: 'none', borderRadius: 1, px: 1, py: 0.5, '&:hover': { background: 'var(--rx-palette-token-hover)', color: 'text.primary' } }}>
                      {item.text}
                    </Box>
                  ) : (
                    <Box component="span" sx={{ px: 1, fontWeight: last ? 540 : 400, color: last ? 'text.primary' : 'text.secondary' }}>
                      {item.text}
                    </Box>
                  )}
                </Box>
              </Fragment>
            )
          })}
        </Box>
      </InTopBar>
    </>
  )
}
