import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import Divider from '@mui/material/Divider'
import FormControlLabel from '@mui/material/FormControlLabel'
import Menu from '@mui/material/Menu'
import MenuItem from '@mui/material/MenuItem'
import Switch from '@mui/material/Switch'
import { Bookmark, Check, Pencil, Plus, RefreshCcw, Trash2, Users } from 'lucide-react'
import { useState } from 'react'

import { useChangeViewMutation, useCreateViewMutation, useRemoveViewMutation, type ViewDraft } from '@/api/planning'
import type { View } from '@/api/shapes'
import { useViewsQuery } from '@/api/tasks'
import { inWords, useSay } from '@/app/problems'
import { useLogin } from '@/app/login'
import { useT } from '@/app/texts'
import { Asking } from '@/parts/Asking'
import { Field } from '@/parts/Field'
import { useHere } from '@/shell/here'

import { lookOf, type Look } from '../look'

/** What of the look a view keeps. */
const keptOf = (look: Look): Pick<ViewDraft, 'filter' | 'sort' | 'group' | 'layout'> => ({
  filter: look.filter,
  sort: look.sort,
  group: look.group === 'none' ? null : look.group,
  layout: look.layout === 'board' ? 'board' : 'list'
})

/** Asks for the name of a view, and who sees it. */
function Naming({ view, look, project, onClose, onMade }: { view: View | null; look: Look; project: string; onClose: () => void; onMade: (view: View) => void }) {
  const t = useT()
  const here = useHere()
  const [create, making] = useCreateViewMutation()
  const [change, changing] = useChangeViewMutation()
  const [name, setName] = useState(view?.name ?? '')
  const [shared, setShared] = useState(view?.shared ?? false)
  const error = making.error ?? changing.error
  const done = async () => {
    const saved = view
      ? await change({ workspace: here.slug, view: view.id, version: view.version, name: name.trim(), shared })
      : await create({ workspace: here.slug, project, name: name.trim(), shared, ...keptOf(look) })
    if (!saved.data) return
    onMade(saved.data)
    onClose()
  }
  return (
    <Asking open title={t(view ? 'boards.viewRename' : 'boards.viewSave')} does={t('boards.save')} busy={making.isLoading || changing.isLoading} ready={name.trim() !== ''} onDone={() => void done()} onClose={onClose}>
      <Field label={t('boards.viewName')} value={name} autoFocus onChange={({ target }) => setName(target.value)} wrong={error ? inWords(error, t) : null} />
      <FormControlLabel control={<Switch size="small" checked={shared} onChange={(_, on) => setShared(on)} />} label={t('boards.viewShared')} slotProps={{ typography: { variant: 'body2' } }} sx={{ ml: -1, gap: 2 }} />
    </Asking>
  )
}

/** Saved views of the project and of the workspace: open, save, rename, share, delete. */
export function Views({ look, project, onLook }: { look: Look; project: string; onLook: (part: Partial<Look>) => void }) {
  const t = useT()
  const here = useHere()
  const me = useLogin()?.person.id
  const { say, fail } = useSay()
  const [anchor, setAnchor] = useState<HTMLElement | null>(null)
  const [naming, setNaming] = useState<'new' | View | null>(null)
  const [change] = useChangeViewMutation()
  const [remove] = useRemoveViewMutation()
  const [create] = useCreateViewMutation()
  const views = (useViewsQuery(here.slug).data?.items ?? []).filter((view) => !view.project || view.project === project)
  const current = views.find(({ id }) => id === look.view)
  const close = () => setAnchor(null)
  const mine = current?.owner === me
  const update = () => {
    close()
    if (current) change({ workspace: here.slug, view: current.id, version: current.version, ...keptOf(look) }).unwrap().then(() => say(t('boards.viewUpdated', { name: current.name })), fail)
  }
  const drop = () => {
    close()
    if (!current) return
    const { name, filter, sort, group, layout, shared } = current
    remove({ workspace: here.slug, view: current.id }).unwrap().then(() => {
      onLook({ view: '' })
      say(t('boards.viewGone', { name }), { undo: () => void create({ workspace: here.slug, name, filter, sort, group, layout, shared, project: current.project }).unwrap().catch(fail) })
    }, fail)
  }
  return (
    <>
      <Button variant="outlined" color="inherit" aria-haspopup="menu" aria-expanded={anchor !== null} startIcon={<Bookmark size={14} strokeWidth={1.8} />} onClick={({ currentTarget }) => setAnchor(currentTarget)} sx={{ minHeight: 28, py: 0, flex: 'none', maxWidth: 200 }}>
        <Box component="span" sx={{ overflow: 'hidden', textOverflow: 'ellipsis' }}>{current?.name ?? t('boards.views')}</Box>
      </Button>
      <Menu open={anchor !== null} anchorEl={anchor} onClose={close} slotProps={{ paper: { sx: { minWidth: 240 } } }}>
        {views.map((view) => (
          <MenuItem key={view.id} selected={view.id === look.view} onClick={() => { close(); onLook(lookOf(view)) }}>
            <Box sx={{ flex: 1 }}>{view.name}</Box>
            {view.shared && <Users size={13} aria-label={t('boards.viewIsShared')} />}
            {view.id === look.view && <Check size={14} aria-hidden />}
          </MenuItem>
        ))}
        {views.length === 0 && <MenuItem disabled>{t('boards.viewsNone')}</MenuItem>}
        <Divider />
        <MenuItem onClick={() => { close(); setNaming('new') }}><Plus size={14} aria-hidden />{t('boards.viewSave')}</MenuItem>
        {mine && <MenuItem onClick={update}><RefreshCcw size={14} aria-hidden />{t('boards.viewUpdate')}</MenuItem>}
        {mine && <MenuItem onClick={() => { close(); setNaming(current ?? null) }}><Pencil size={14} aria-hidden />{t('boards.viewRename')}</MenuItem>}
        {mine && <MenuItem onClick={drop}><Trash2 size={14} aria-hidden />{t('boards.viewDelete')}</MenuItem>}
      </Menu>
      {naming !== null && <Naming view={naming === 'new' ? null : naming} look={look} project={project} onClose={() => setNaming(null)} onMade={({ id }) => onLook({ view: id })} />}
    </>
  )
}
