import Box from '@mui/material/Box'
import InputBase from '@mui/material/InputBase'
import Skeleton from '@mui/material/Skeleton'
import { NodeViewWrapper, type NodeViewProps } from '@tiptap/react'
import { useEffect, useState } from 'react'

import { client } from '@/app/client'
import { useT } from '@/app/texts'
import { useMaybeHere } from '@/shell/here'

/** Shows a picture; whoever may write says below what is seen on it. */
export function PictureView({ node, editor, selected, updateAttributes }: NodeViewProps) {
  const t = useT()
  const workspace = useMaybeHere()?.workspace.id
  const { file, alt } = node.attrs as { file: string | null; alt: string | null }
  const [url, setUrl] = useState<string | null>(null)
  const [missing, setLost] = useState(false)
  // Visitors see no files of the workspace.
  const lost = missing || workspace === undefined
  useEffect(() => {
    if (!file || workspace === undefined) return undefined
    let wanted = true
    client.files.url(file, { workspace }).then(
      (found) => { if (wanted) setUrl(found) },
      () => { if (wanted) setLost(true) }
    )
    return () => { wanted = false }
  }, [file, workspace])
  return (
    <NodeViewWrapper>
      <Box component="figure" sx={{ m: 0, my: 4 }}>
        {url && !lost && <Box component="img" src={url} alt={alt ?? ''} data-drag-handle onError={() => setLost(true)} sx={{ display: 'block', maxWidth: '100%', borderRadius: 1.5, outline: selected ? '2px solid var(--rx-palette-token-accent)' : 'none' }} />}
        {!url && !lost && <Skeleton variant="rounded" height={200} />}
        {lost && <Box sx={{ p: 4, borderRadius: 1.5, border: '1px dashed', borderColor: 'token.lineStrong', color: 'token.textMuted', fontSize: '0.8125rem' }}>{t('documents.pictureLost')}</Box>}
        {(editor.isEditable && selected) && (
          <InputBase value={alt ?? ''} fullWidth placeholder={t('documents.pictureAlt')} inputProps={{ 'aria-label': t('documents.pictureAlt'), maxLength: 300 }} onChange={({ target }) => updateAttributes({ alt: target.value })} sx={{ mt: 1, fontSize: '0.8125rem', color: 'token.textMuted' }} />
        )}
      </Box>
    </NodeViewWrapper>
  )
}
