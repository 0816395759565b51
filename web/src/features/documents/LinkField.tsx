import InputBase from '@mui/material/InputBase'
import type { Editor } from '@tiptap/core'
import { Check, Unlink } from 'lucide-react'
import { useState } from 'react'

import { useT } from '@/app/texts'
import { Tip } from '@/parts/Tip'

/** Addresses without a scheme are meant to be on the web. */
const whole = (address: string) => (/^(?:[a-z][a-z0-9+.-]*:|\/|#)/i.test(address) ? address : `https://${address}`)

/** Asks where the selected words lead. */
export function LinkField({ editor, onDone }: { editor: Editor; onDone: () => void }) {
  const t = useT()
  const before = String(editor.getAttributes('link').href ?? '')
  const [address, setAddress] = useState(before)
  const done = (href: string) => {
    const chain = editor.chain().focus().extendMarkRange('link')
    if (href === '') chain.unsetLink().run()
    else chain.setLink({ href: whole(href) }).run()
    onDone()
  }
  return (
    <>
      <InputBase
        value={address}
        // It was asked for just now.
        autoFocus
        placeholder={t('documents.linkAddress')}
        inputProps={{ 'aria-label': t('documents.linkAddress'), maxLength: 2_000 }}
        onChange={({ target }) => setAddress(target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') {
            event.preventDefault()
            done(address.trim())
          }
          if (event.key === 'Escape') onDone()
        }}
        sx={{ px: 2, width: 220, fontSize: '0.8125rem' }}
      />
      <Tip name={t('documents.linkKeep')} icon={Check} onClick={() => done(address.trim())} />
      {before !== '' && <Tip name={t('documents.linkAway')} icon={Unlink} onClick={() => done('')} />}
    </>
  )
}
