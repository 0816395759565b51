// How the first text looks: the same as in the app, since it is made of the same. Run by the build; nothing of it is sent but the words.

import type { SxProps, Theme } from '@mui/material/styles'

import { page, titleLook } from '@/features/documents/placing'
import { prose } from '@/features/documents/prose'
import { theme } from '@/theme/theme'
import { frame, NARROW } from '@/theme/tokens'

import { AWAITS, FIRST, STANDS } from './handing'

/** Properties that are numbers without a unit. */
const BARE = new Set(['lineHeight', 'fontWeight', 'flex', 'opacity', 'zIndex'])

type Rules = { [name: string]: string | number | Rules | undefined }

const hyphened = (name: string) => name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)

/** Rules as nested CSS. */
const css = (rules: Rules): string =>
  Object.entries(rules)
    .map(([name, value]) => {
      if (value === undefined) return ''
      if (typeof value === 'object') return `${name}{${css(value)}}`
      return `${hyphened(name)}:${typeof value === 'number' && value !== 0 && !BARE.has(name) ? `${value}px` : value};`
    })
    .join('')

const line = 'token.line'

/** What the editor sets for its text by itself. */
const editor: SxProps<Theme> = {
  '& .tiptap': { whiteSpace: 'break-spaces', overflowWrap: 'anywhere', fontVariantLigatures: 'none', fontFeatureSettings: '"liga" 0' },
  '& .tiptap [contenteditable="false"], & .mention': { whiteSpace: 'normal' },
  '& .tiptap pre': { whiteSpace: 'pre-wrap' },
  '& .mention': { px: 0.75, borderRadius: 1, background: 'var(--rx-palette-token-accentSoft)', color: 'token.accentText', whiteSpace: 'nowrap' },
  '& figure': { m: 0, my: 4 },
  '& figure > div': { height: 200, borderRadius: '6px', background: 'var(--rx-palette-token-hover)' }
}

const parts: Record<string, SxProps<Theme>> = {
  [`#${FIRST}`]: { position: 'fixed', inset: 0, display: 'flex', height: '100dvh', '&[inert]': { zIndex: -1 } },
  [`#${FIRST} .side`]: { width: frame.sideBar, flex: 'none', borderRight: '1px solid', borderColor: line, background: 'var(--rx-palette-token-sunken)', [`@media ${NARROW}`]: { display: 'none' } },
  [`#${FIRST} .rest`]: { flex: 1, minWidth: 0, display: 'flex', flexDirection: 'column' },
  [`#${FIRST} .bar`]: { height: frame.topBar, flex: 'none', borderBottom: '1px solid', borderColor: line },
  [`#${FIRST} .main`]: { flex: 1, minHeight: 0, overflow: 'auto', outlineOffset: '-2px !important' },
  [`#${FIRST} .page`]: page,
  [`#${FIRST} .title`]: { m: 0, display: 'inline-flex', width: '100%', overflowWrap: 'break-word', whiteSpace: 'pre-wrap', ...titleLook },
  [`#${FIRST} .prose`]: prose,
  [`#${FIRST} .tiptap`]: {},
  [`:root[${STANDS}] [${AWAITS}]`]: { opacity: 0 }
}

const sx = (look: SxProps<Theme>) => theme.unstable_sx(look) as Rules

export const look = Object.entries({ ...parts, [`#${FIRST}  .prose`]: editor })
  .map(([where, rules]) => `${where}{${css(sx(rules))}}`)
  .join('')
