import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import { unwrap } from '@renexus/client'
import { useRef, useState, type SyntheticEvent } from 'react'

import { api, problem } from '@/api/base'
import { useAskToVerifyMutation, useChangeMeMutation, useRemoveAvatarMutation } from '@/api/people'
import type { Profile } from '@/api/shapes'
import { client } from '@/app/client'
import { inWords, useSay } from '@/app/problems'
import { useAppDispatch } from '@/app/store'
import { useT } from '@/app/texts'
import { Avatar } from '@/parts/Avatar'
import { Field } from '@/parts/Field'
import { Line, Panel, SectionHead } from '@/parts/Sections'

/** Kinds of pictures that the server makes small ones of. */
const PICTURES = 'image/png,image/jpeg,image/gif,image/webp'

const bringPicture = async (file: File) => {
  // The description knows bytes as numbers; the picture itself is sent.
  const serialized = { body: [], bodySerializer: () => file, headers: { 'content-type': 'application/octet-stream' } }
  unwrap(await client.api.PUT('/api/v1/me/avatar', serialized))
}

function Picture({ me }: { me: Profile }) {
  const t = useT()
  const { say, fail } = useSay()
  const dispatch = useAppDispatch()
  const [busy, setBusy] = useState(false)
  const [remove] = useRemoveAvatarMutation()
  const input = useRef<HTMLInputElement>(null)
  const bring = async (file: File) => {
    setBusy(true)
    try {
      await bringPicture(file)
      dispatch(api.util.invalidateTags(['Me', 'Member']))
      say(t('account.pictureChanged'))
    } catch (error) {
      fail(problem(error))
    } finally {
      setBusy(false)
    }
  }
  return (
    <Line before={<Avatar id={me.id} name={me.name} picture={me.avatar} size={48} decorative />} title={t('account.picture')} hint={t('account.pictureHint')}>
      <input ref={input} type="file" accept={PICTURES} hidden aria-label={t('account.picture')} onChange={({ target }) => { const [file] = target.files ?? []; if (file) void bring(file); target.value = '' }} />
      {me.avatar && (
        <Button color="inherit" onClick={() => void remove(null)}>
          {t('shell.remove')}
        </Button>
      )}
      <Button variant="outlined" color="inherit" loading={busy} onClick={() => input.current?.click()}>
        {t('account.pictureDo')}
      </Button>
    </Line>
  )
}

function Names({ me }: { me: Profile }) {
  const t = useT()
  const { say } = useSay()
  const [name, setName] = useState(me.name)
  const [handle, setHandle] = useState(me.handle)
  const [save, { isLoading, error }] = useChangeMeMutation()
  const same = name.trim() === me.name && handle === me.handle
  const submit = async (event: SyntheticEvent) => {
    event.preventDefault()
    const saved = await save({ version: me.version, name: name.trim(), handle })
    if (saved.data) say(t('account.profileSaved'))
  }
  return (
    <Box component="form" noValidate onSubmit={(event) => void submit(event)} sx={{ display: 'grid', gap: 4, p: 4, gridTemplateColumns: { sm: '1fr 1fr' } }}>
      <Field label={t('enter.name')} value={name} autoComplete="name" onChange={({ target }) => setName(target.value)} />
      <Field label={t('account.handle')} value={handle} hint={t('account.handleHint', { handle })} wrong={error ? inWords(error, t) : null} onChange={({ target }) => setHandle(target.value.toLowerCase())} />
      <Button type="submit" variant="contained" loading={isLoading} disabled={same || name.trim() === ''} sx={{ justifySelf: 'start' }}>
        {t('shell.save')}
      </Button>
    </Box>
  )
}

/** Name, picture, mail address. */
export function ProfileSection({ me }: { me: Profile }) {
  const t = useT()
  const { say, fail } = useSay()
  const [ask, { isLoading }] = useAskToVerifyMutation()
  const verify = async () => {
    const asked = await ask(null)
    if (asked.error) fail(asked.error)
    else say(t('account.verifySent'))
  }
  return (
    <>
      <SectionHead title={t('account.profile')} hint={t('account.profileHint')} />
      <Panel>
        <Picture me={me} />
        <Names key={me.version} me={me} />
        <Line title={t('enter.email')} hint={me.email}>
          {me.verified ? (
            <Box component="span" sx={{ fontSize: '0.8125rem', color: 'token.success' }}>{t('account.verified')}</Box>
          ) : (
            <Button variant="outlined" color="inherit" loading={isLoading} onClick={() => void verify()}>
              {t('account.verifyDo')}
            </Button>
          )}
        </Line>
      </Panel>
    </>
  )
}
