/** Where a document stands on its page; before the app is there as well (`first/`). */

import { frame } from '@/theme/tokens'

const SIDE = frame.margin + frame.marginGap

/** Comments take room on the right of the text, its outline on the left. */
export const page = {
  maxWidth: frame.readable,
  mx: 'auto',
  px: { xs: 4, sm: 8 },
  pt: { xs: 6, sm: 12 },
  pb: 40,
  '&:has([data-margin])': {
    maxWidth: { lg: frame.readable + SIDE },
    pr: { lg: `${SIDE + 32}px` },
    ml: { xl: `max(${frame.outline}px, calc((100% - ${frame.readable + SIDE}px) / 2))` }
  }
} as const

/** How its title looks. */
export const titleLook = { fontSize: '1.875rem', fontWeight: 680, lineHeight: 1.25, letterSpacing: '-0.02em', p: 0, mb: 4 } as const
