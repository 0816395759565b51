import Box from '@mui/material/Box'
import { useDocument } from '@renexus/client/react'
import { useCallback, useSyncExternalStore } from 'react'
import * as Y from 'yjs'

import { useT } from '@/app/texts'

/** The words of one block of a text, without its marks. */
const wordsOf = (node: unknown): string => {
  if (node instanceof Y.XmlText) return (node.toDelta() as { insert: unknown }[]).map(({ insert }) => (typeof insert === 'string' ? insert : '')).join('')
  if (node instanceof Y.XmlElement) return node.toArray().map(wordsOf).join(node.nodeName.endsWith('List') ? '\n' : '')
  return ''
}

/** The text that describes a task, read from its document as it changes. */
export function Description({ document }: { document: string }) {
  const t = useT()
  const { doc, loaded } = useDocument(document)
  const fragment = doc.getXmlFragment('default')
  const subscribe = useCallback(
    (changed: () => void) => {
      fragment.observeDeep(changed)
      return () => fragment.unobserveDeep(changed)
    },
    [fragment]
  )
  const text = useSyncExternalStore(subscribe, () => fragment.toArray().map(wordsOf).join('\n\n'))
  return (
    <Box aria-label={t('boards.description')} role="region" sx={{ fontSize: '0.875rem', lineHeight: 1.6, whiteSpace: 'pre-wrap', overflowWrap: 'anywhere', color: text ? 'text.primary' : 'text.secondary' }}>
      {text || (loaded ? t('boards.noDescription') : '')}
    </Box>
  )
}
