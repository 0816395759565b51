import Button from '@mui/material/Button'
import Menu from '@mui/material/Menu'
import MenuItem from '@mui/material/MenuItem'
import { useState } from 'react'

import { useCreateTaskMutation } from '@/api/boards'
import { useSay } from '@/app/problems'
import { useT } from '@/app/texts'
import { useHere } from '@/shell/here'

/** Most tasks that one list makes, and letters of a title. */
const MOST = 50
const TITLE = 200

/** Makes a task of every point of a list, in a project. */
export function MakeTasks({ todos, onMade }: { todos: () => readonly string[]; onMade: () => Promise<unknown> }) {
  const t = useT()
  const here = useHere()
  const { say, fail } = useSay()
  const [create] = useCreateTaskMutation()
  const [anchor, setAnchor] = useState<HTMLElement | null>(null)
  const [busy, setBusy] = useState(false)
  const only = here.projects.length === 1 ? here.projects[0] : undefined
  const make = async (project: string) => {
    setAnchor(null)
    const titles = todos().slice(0, MOST)
    if (titles.length === 0) {
      say(t('documents.aiNoTodos'))
      return
    }
    setBusy(true)
    try {
      for (const title of titles) await create({ workspace: here.slug, project, title: Array.from(title).slice(0, TITLE).join('') }).unwrap()
      say(t('documents.aiTasksMade', { count: titles.length }))
      await onMade()
    } catch (error) {
      fail(error)
    } finally {
      setBusy(false)
    }
  }
  if (here.role === 'guest' || here.projects.length === 0) return null
  return (
    <>
      <Button size="small" variant="outlined" loading={busy} aria-haspopup={only ? undefined : 'menu'} onClick={({ currentTarget }) => { if (only) void make(only.key); else setAnchor(currentTarget) }}>
        {t('documents.aiMakeTasks')}
      </Button>
      <Menu open={anchor !== null} anchorEl={anchor} onClose={() => setAnchor(null)} transitionDuration={90}>
        {here.projects.map(({ id, key, name }) => <MenuItem key={id} onClick={() => void make(key)}>{t('documents.aiTasksIn', { project: name })}</MenuItem>)}
      </Menu>
    </>
  )
}
