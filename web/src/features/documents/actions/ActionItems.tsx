import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import Dialog from '@mui/material/Dialog'
import DialogActions from '@mui/material/DialogActions'
import DialogContent from '@mui/material/DialogContent'
import DialogTitle from '@mui/material/DialogTitle'
import type { Editor } from '@tiptap/core'
import { useId, useState } from 'react'

import { useCreateTaskMutation } from '@/api/boards'
import { useSay } from '@/app/problems'
import { useT } from '@/app/texts'
import { Choice } from '@/parts/Choice'
import { useHere } from '@/shell/here'

import { actionsOf, nameTask, type Action } from './finding'

interface ActionItemsProps {
  editor: Editor
  onClose: () => void
}

/** What a document says is to be done: each becomes a task with one click, and is named in the text. */
export function ActionItems({ editor, onClose }: ActionItemsProps) {
  const t = useT()
  const id = useId()
  const here = useHere()
  const { fail } = useSay()
  const [create] = useCreateTaskMutation()
  const open = here.projects.filter(({ archived_at }) => !archived_at)
  const [project, setProject] = useState(open[0]?.key ?? '')
  const [found] = useState(() => actionsOf(editor))
  const [made, setMade] = useState<ReadonlyMap<Action, string>>(new Map())
  const members = new Set(here.members.map(({ person }) => person))
  const make = async (action: Action) => {
    const { title } = action
    const task = await create({ workspace: here.slug, project, title, assignees: action.people.filter((person) => members.has(person)) }).unwrap()
    nameTask(editor, title, task.key)
    setMade((before) => new Map(before).set(action, task.key))
  }
  const left = found.filter((action) => !made.has(action))
  const all = async () => {
    // One after the other: their numbers are in the order of the text.
    for (const action of left) await make(action)
  }
  return (
    <Dialog open onClose={onClose} fullWidth maxWidth="sm" aria-labelledby={id} transitionDuration={120}>
      <DialogTitle id={id}>{t('documents.actions')}</DialogTitle>
      <DialogContent sx={{ display: 'grid', gap: 4 }}>
        {found.length === 0 && <Box sx={{ fontSize: '0.875rem', color: 'text.secondary' }}>{t('documents.actionsNone')}</Box>}
        {found.length > 0 && <Choice label={t('documents.actionsWhere')} value={project} options={open.map(({ key, name }) => ({ value: key, text: name }))} onChoose={setProject} />}
        <Box component="ul" sx={{ m: 0, p: 0, listStyle: 'none' }}>
          {found.map((action, at) => (
            <Box component="li" key={`${at}-${action.title}`} sx={{ display: 'flex', alignItems: 'center', gap: 3, minHeight: 44, fontSize: '0.875rem' }}>
              <Box sx={{ flex: 1, minWidth: 0, overflowWrap: 'anywhere' }}>
                {action.title}
                {action.people.length > 0 && <Box component="span" sx={{ color: 'text.secondary' }}> · {action.people.map((person) => here.person(person)?.name ?? '?').join(', ')}</Box>}
              </Box>
              {made.has(action)
                ? <Box component="span" sx={{ color: 'token.success', whiteSpace: 'nowrap' }}>{made.get(action)}</Box>
                : <Button size="small" variant="outlined" color="inherit" disabled={project === ''} aria-label={t('documents.actionMake', { title: action.title })} onClick={() => { make(action).catch(fail) }}>{t('documents.actionDo')}</Button>}
            </Box>
          ))}
        </Box>
      </DialogContent>
      <DialogActions>
        <Button color="inherit" onClick={onClose}>{t('shell.close')}</Button>
        {left.length > 1 && <Button variant="contained" disabled={project === ''} onClick={() => { all().catch(fail) }}>{t('documents.actionAll', { count: left.length })}</Button>}
      </DialogActions>
    </Dialog>
  )
}
