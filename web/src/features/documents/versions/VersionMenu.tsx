import Menu from '@mui/material/Menu'
import MenuItem from '@mui/material/MenuItem'
import { useState } from 'react'

import { useNameVersionMutation, useRemoveVersionMutation, type Version } from '@/api/versions'
import { inWords, useSay } from '@/app/problems'
import { useT } from '@/app/texts'
import { Asking } from '@/parts/Asking'
import { Field } from '@/parts/Field'

/** Characters of a name. */
export const LONGEST = 100

interface Chosen {
  anchor: HTMLElement
  version: Version
}

interface VersionMenuProps {
  of: Chosen
  /** Whether the person may delete it. */
  manages: boolean
  /** Hears in words what was done. */
  onDone: (words: string) => void
  onClose: () => void
}

/** What can be done with a version besides restoring it: a name, and its end. */
export function VersionMenu({ of: { anchor, version }, manages, onDone, onClose }: VersionMenuProps) {
  const t = useT()
  const { fail } = useSay()
  const [step, setStep] = useState<'menu' | 'name' | 'remove'>('menu')
  const [name, setName] = useState(version.name ?? '')
  const [rename, naming] = useNameVersionMutation()
  const [remove, removing] = useRemoveVersionMutation()
  const place = { document: version.document, version: version.id }
  const done = (work: Promise<unknown>, words: string, failed: (error: unknown) => void = fail) => {
    work.then(() => { onDone(words); onClose() }, failed)
  }
  const called = name.trim()
  const long = Array.from(called).length > LONGEST
  return (
    <>
      <Menu open={step === 'menu'} anchorEl={anchor} onClose={onClose}>
        <MenuItem onClick={() => setStep('name')}>{t(version.name ? 'versions.rename' : 'versions.name')}</MenuItem>
        {version.name && <MenuItem onClick={() => done(rename({ ...place, name: null }).unwrap(), t('versions.unnamed'))}>{t('versions.unname')}</MenuItem>}
        {manages && <MenuItem onClick={() => setStep('remove')} sx={{ color: 'token.danger' }}>{t('versions.remove')}</MenuItem>}
      </Menu>
      <Asking
        open={step === 'name'}
        title={t('versions.nameTitle')}
        does={t('shell.save')}
        busy={naming.isLoading}
        ready={called !== '' && !long}
        onDone={() => done(rename({ ...place, name: called }).unwrap(), t('versions.named', { name: called }), () => undefined)}
        onClose={onClose}
      >
        <Field label={t('versions.nameField')} value={name} autoFocus onChange={({ target }) => setName(target.value)} hint={t('versions.nameHint')} wrong={long ? t('versions.nameLong') : naming.error ? inWords(naming.error, t) : null} />
      </Asking>
      <Asking
        open={step === 'remove'}
        danger
        title={t('versions.removeTitle')}
        text={t('versions.removeText')}
        does={t('shell.delete')}
        busy={removing.isLoading}
        onDone={() => done(remove(place).unwrap(), t('versions.removed'))}
        onClose={onClose}
      />
    </>
  )
}
