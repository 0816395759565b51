import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import ButtonBase from '@mui/material/ButtonBase'
import { Check, Tag } from 'lucide-react'
import { useState } from 'react'

import type { Label } from '@/api/shapes'
import { useChangeLabelMutation, useCreateLabelMutation, useLabelsQuery, useRemoveLabelMutation } from '@/api/workspaces'
import { inWords, useSay } from '@/app/problems'
import { useT } from '@/app/texts'
import { Asking } from '@/parts/Asking'
import { EmptyState } from '@/parts/EmptyState'
import { Field } from '@/parts/Field'
import { Line, Panel, SectionHead } from '@/parts/Sections'
import { Waiting } from '@/parts/Waiting'
import { useHere } from '@/shell/here'

/** Colours that can be told apart, in both schemes. */
const COLORS = ['#d64545', '#e07b39', '#c9a227', '#5a9e4b', '#2a9d8f', '#3a86c8', '#6c63d9', '#b256b0', '#8a8f98', '#7a5c43'] as const

/** The dot of a label. */
export function Dot({ color }: { color: string }) {
  return <Box component="span" aria-hidden sx={{ width: 10, height: 10, borderRadius: '50%', background: color, flex: 'none', display: 'inline-block' }} />
}

function Edit({ label, onClose }: { label: Label | 'new'; onClose: () => void }) {
  const t = useT()
  const here = useHere()
  const [name, setName] = useState(label === 'new' ? '' : label.name)
  const [color, setColor] = useState<string>(label === 'new' ? COLORS[5] : label.color)
  const [create, created] = useCreateLabelMutation()
  const [change, changed] = useChangeLabelMutation()
  const error = created.error ?? changed.error
  const done = async () => {
    const body = { workspace: here.slug, name: name.trim(), color }
    const saved = label === 'new' ? await create(body) : await change({ ...body, label: label.id, version: label.version })
    if (saved.data) onClose()
  }
  return (
    <Asking open title={t(label === 'new' ? 'settings.labelNew' : 'settings.labelEdit')} does={t('shell.save')} ready={name.trim() !== ''} busy={created.isLoading || changed.isLoading} onDone={() => void done()} onClose={onClose}>
      <Field label={t('enter.workspaceName')} value={name} autoFocus wrong={error ? inWords(error, t) : null} onChange={({ target }) => setName(target.value)} />
      <Box role="radiogroup" aria-label={t('settings.color')} sx={{ display: 'flex', flexWrap: 'wrap', gap: 2 }}>
        {[...new Set([...COLORS, color])].map((one) => (
          <ButtonBase key={one} role="radio" aria-checked={one === color} aria-label={one} onClick={() => setColor(one)} sx={{ width: 28, height: 28, borderRadius: '50%', background: one, color: '#fff' }}>
            {one === color && <Check size={15} strokeWidth={3} aria-hidden />}
          </ButtonBase>
        ))}
      </Box>
    </Asking>
  )
}

/** Labels of the workspace's tasks. */
export function Labels() {
  const t = useT()
  const here = useHere()
  const { say, fail } = useSay()
  const { data } = useLabelsQuery(here.slug)
  const [create] = useCreateLabelMutation()
  const [remove] = useRemoveLabelMutation()
  const [editing, setEditing] = useState<Label | 'new' | null>(null)
  const [removing, setRemoving] = useState<Label | null>(null)
  const mayChange = here.role !== 'guest'
  const done = async () => {
    if (!removing) return
    const { name, color, id } = removing
    setRemoving(null)
    const removed = await remove({ workspace: here.slug, label: id })
    if (removed.error) fail(removed.error)
    else say(t('settings.labelRemoved', { name }), { undo: () => void create({ workspace: here.slug, name, color }) })
  }
  return (
    <>
      <SectionHead title={t('settings.labels')} hint={t('settings.labelsHint')} action={mayChange && <Button variant="contained" onClick={() => setEditing('new')}>{t('settings.labelNew')}</Button>} />
      <Panel>
        {!data && <Waiting rows={3} />}
        {data?.items.length === 0 && <EmptyState icon={Tag} title={t('settings.labelsNone')} hint={t('settings.labelsNoneHint')} />}
        {data?.items.map((label) => (
          <Line key={label.id} before={<Dot color={label.color} />} title={label.name}>
            {mayChange && (
              <>
                <Button color="inherit" aria-label={`${t('shell.change')}: ${label.name}`} onClick={() => setEditing(label)}>{t('shell.change')}</Button>
                <Button color="inherit" aria-label={`${t('shell.remove')}: ${label.name}`} onClick={() => setRemoving(label)}>{t('shell.remove')}</Button>
              </>
            )}
          </Line>
        ))}
      </Panel>
      {editing && <Edit key={editing === 'new' ? 'new' : editing.id} label={editing} onClose={() => setEditing(null)} />}
      <Asking open={removing !== null} danger title={t('settings.labelRemove', { name: removing?.name ?? '' })} text={t('settings.labelRemoveHint')} does={t('shell.remove')} onDone={() => void done()} onClose={() => setRemoving(null)} />
    </>
  )
}
