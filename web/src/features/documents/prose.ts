import type { SxProps, Theme } from '@mui/material/styles'

const token = (name: string) => `var(--rx-palette-token-${name})`

/** How the text of a document looks. */
export const prose: SxProps<Theme> = {
  '& .tiptap': { outline: 'none', minHeight: 120, fontSize: '0.9375rem', lineHeight: 1.65, overflowWrap: 'anywhere' },
  '& .tiptap > *': { my: 2 },
  '& h1': { fontSize: '1.5rem', lineHeight: 1.3, fontWeight: 640, mt: 7, mb: 2 },
  '& h2': { fontSize: '1.2rem', lineHeight: 1.35, fontWeight: 620, mt: 6, mb: 1.5 },
  '& h3': { fontSize: '1.0313rem', lineHeight: 1.4, fontWeight: 600, mt: 5, mb: 1 },
  '& ul, & ol': { pl: 6 },
  '& li > p, & li > div > p': { my: 0.5 },
  '& ul[data-type="taskList"]': { listStyle: 'none', pl: 0 },
  '& ul[data-type="taskList"] li': { display: 'flex', gap: 2 },
  '& ul[data-type="taskList"] li > div': { flex: 1, minWidth: 0 },
  '& ul[data-type="taskList"] li > label': { flex: 'none', ml: '-4px', mt: '2px' },
  // Drawn small, and large enough to be hit with a finger.
  '& ul[data-type="taskList"] input': { appearance: 'none', width: 24, height: 24, m: 0, display: 'grid', placeItems: 'center', cursor: 'pointer', borderRadius: 1 },
  '& ul[data-type="taskList"] input::before': { content: '""', boxSizing: 'border-box', width: 15, height: 15, borderRadius: '4px', border: `1.5px solid ${token('textFaint')}`, fontSize: '0.6875rem', fontWeight: 700, lineHeight: '12px', textAlign: 'center' },
  '& ul[data-type="taskList"] input:checked::before': { content: '"✓"', background: token('accent'), borderColor: token('accent'), color: token('onAccent') },
  '& ul[data-type="taskList"] input:disabled': { cursor: 'default' },
  '& li[data-checked="true"] > div': { color: 'token.textMuted', textDecoration: 'line-through' },
  '& blockquote': { mx: 0, pl: 4, borderLeft: `3px solid ${token('lineStrong')}`, color: 'token.textMuted' },
  '& hr': { border: 0, borderTop: `1px solid ${token('line')}`, my: 6 },
  '& a': { color: 'token.accentText', textUnderlineOffset: '2px' },
  '& code': { fontFamily: 'ui-monospace, Menlo, Consolas, monospace', fontSize: '0.875em', px: 1, py: 0.25, borderRadius: 1, background: token('sunken') },
  '& pre': { p: 4, borderRadius: 1.5, overflowX: 'auto', background: token('sunken'), border: `1px solid ${token('line')}`, lineHeight: 1.55 },
  '& pre code': { p: 0, background: 'none', fontSize: '0.8125rem' },
  '& .hljs-comment, & .hljs-quote': { color: 'token.textMuted' },
  '& .hljs-keyword, & .hljs-literal, & .hljs-built_in': { color: 'token.accentText' },
  '& .hljs-string': { color: 'token.success' },
  '& .hljs-number, & .hljs-attr': { color: 'token.warning' },
  '& .hljs-title': { color: 'token.info' },
  '& .tableWrapper': { overflowX: 'auto' },
  '& table': { borderCollapse: 'collapse', width: '100%', fontSize: '0.875rem' },
  '& th, & td': { border: `1px solid ${token('line')}`, px: 2.5, py: 1, textAlign: 'left', verticalAlign: 'top', minWidth: 60 },
  '& th': { background: token('sunken'), fontWeight: 580 },
  '& th p, & td p': { my: 0 },
  '& .remark': { background: token('warningSoft'), borderBottom: `2px solid ${token('warning')}`, cursor: 'pointer' },
  '& .remark-active': { boxShadow: `0 0 0 2px ${token('warningSoft')}`, borderBottomWidth: '3px' },
  '& .found': { background: token('accentSoft'), boxShadow: `0 0 0 1px ${token('accentSoft')}`, borderRadius: '2px' },
  '& .found-at': { background: token('accent'), color: token('onAccent') },
  '& .is-editor-empty:first-of-type::before': { content: 'attr(data-placeholder)', color: 'token.textFaint', float: 'left', height: 0, pointerEvents: 'none' },
  '& .collaboration-carets__caret, & .collaboration-carets__label': { pointerEvents: 'none' },
  '& .collaboration-carets__caret': { position: 'relative', mx: '-1px', borderLeft: '1px solid', borderRight: '1px solid', wordBreak: 'normal' },
  '& .collaboration-carets__label': { position: 'absolute', left: '-1px', top: '-1.45em', px: 1, borderRadius: '4px 4px 4px 0', color: '#fff', fontSize: '0.6875rem', fontWeight: 580, lineHeight: 1.5, whiteSpace: 'nowrap', userSelect: 'none' }
}
