import Menu from '@mui/material/Menu'
import MenuItem from '@mui/material/MenuItem'
import { Ellipsis, UserPlus } from 'lucide-react'
import dynamic from 'next/dynamic'
import { useRouter } from 'next/router'
import { useState } from 'react'

import { useChangePageMutation, useRemovePageMutation, type DocumentEntry } from '@/api/pages'
import { useSay } from '@/app/problems'
import { useT } from '@/app/texts'
import { Asking } from '@/parts/Asking'
import { Tip } from '@/parts/Tip'
import { useHere } from '@/shell/here'

import { useNewDocument } from './DocumentTree'

const AccessDialog = dynamic(() => import('@/features/access/AccessDialog').then((loaded) => loaded.AccessDialog), { ssr: false })

/** What can be done with a document as a whole. */
export function DocumentTools({ entry }: { entry: DocumentEntry }) {
  const t = useT()
  const here = useHere()
  const router = useRouter()
  const { fail } = useSay()
  const make = useNewDocument()
  const [change] = useChangePageMutation()
  const [remove, { isLoading }] = useRemovePageMutation()
  const [anchor, setAnchor] = useState<HTMLElement | null>(null)
  const [asking, setAsking] = useState(false)
  const [sharing, setSharing] = useState(false)
  const place = { workspace: here.slug, page: entry.id }
  const failed = fail
  const chosen = (act: () => void) => () => {
    setAnchor(null)
    act()
  }
  const writes = entry.level === 'write' || entry.level === 'manage'
  if (!writes) return null
  return (
    <>
      {entry.level === 'manage' && <Tip name={t('access.share')} icon={UserPlus} aria-haspopup="dialog" onClick={() => setSharing(true)} />}
      {sharing && (
        <AccessDialog
          of={{ workspace: here.slug, kind: 'document', resource: entry.id }}
          title={entry.title || t('documents.untitled')}
          closed={entry.closed}
          onClosed={(closed) => { change({ ...place, closed }).unwrap().catch(failed) }}
          onClose={() => setSharing(false)}
        />
      )}
      <Tip name={t('documents.tools')} icon={Ellipsis} aria-haspopup="menu" onClick={({ currentTarget }) => setAnchor(currentTarget)} />
      <Menu open={anchor !== null} anchorEl={anchor} onClose={() => setAnchor(null)} transitionDuration={90}>
        <MenuItem onClick={chosen(() => make(entry.id))}>{t('documents.createBelow')}</MenuItem>
        {entry.parent && <MenuItem onClick={chosen(() => { change({ ...place, parent: null }).unwrap().catch(failed) })}>{t('documents.toTop')}</MenuItem>}
        {entry.level === 'manage' && <MenuItem onClick={chosen(() => setAsking(true))} sx={{ color: 'token.danger' }}>{t('documents.remove')}</MenuItem>}
      </Menu>
      <Asking
        open={asking}
        title={t('documents.removeTitle')}
        text={t('documents.removeText')}
        does={t('documents.remove')}
        danger
        busy={isLoading}
        onClose={() => setAsking(false)}
        onDone={() => {
          remove(place)
            .unwrap()
            .then(() => router.push(`/w/${here.slug}`))
            .catch(failed)
        }}
      />
    </>
  )
}
