import Box from '@mui/material/Box'
import Dialog from '@mui/material/Dialog'
import InputBase from '@mui/material/InputBase'
import { FileText, Hash, MessageSquare, Paperclip, Sparkles, SquareCheckBig, type LucideIcon } from 'lucide-react'
import { useRouter } from 'next/router'
import { useDeferredValue, useId, useMemo, useState, type KeyboardEvent } from 'react'

import type { SearchHit } from '@/api/shapes'
import { useFindQuery } from '@/api/workspaces'
import { useAppDispatch, useAppSelector } from '@/app/store'
import { useT, type TextKey } from '@/app/texts'
import { hrefOfHit } from '@/features/search/places'
import { Kbd } from '@/parts/Kbd'

import { useAllCommands } from './commands'
import { paletteSet } from './frameSlice'
import { useMaybeHere } from './here'
import { shownKeys } from './keys'

interface Line {
  id: string
  text: string
  group: TextKey
  icon?: LucideIcon | undefined
  keys?: readonly string[] | undefined
  note?: string | undefined
  run: () => void
}

const SIGNS: Record<string, LucideIcon> = { task: SquareCheckBig, document: FileText, comment: MessageSquare, file: Paperclip, project: Hash }

/** Most commands of a group that are shown at once. */
const MOST = 8

const fits = (text: string, words: readonly string[]): boolean => {
  const low = text.toLowerCase()
  return words.every((word) => low.includes(word))
}

function useLines(query: string, close: () => void): readonly Line[] {
  const here = useMaybeHere()
  const router = useRouter()
  const t = useT()
  const commands = useAllCommands()
  const asked = useDeferredValue(query.trim())
  const { currentData } = useFindQuery({ workspace: here?.slug ?? '', q: asked, limit: MOST }, { skip: !here || asked.length < 2 })
  return useMemo(() => {
    const words = query.toLowerCase().split(/\s+/).filter(Boolean)
    const known = commands
      .filter(({ text, also }) => fits(`${text} ${also ?? ''}`, words))
      .map<Line>(({ id, text, group, icon, keys, run }) => ({ id, text, group: group === 'go' ? 'shell.paletteGo' : 'shell.paletteDo', icon, keys, run: () => { close(); run() } }))
    const hits = (words.length > 0 ? (currentData?.items ?? []) : []).map<Line>((hit: SearchHit) => ({
      id: `${hit.kind}-${hit.id}`,
      text: hit.title.text,
      note: hit.key ?? undefined,
      group: 'shell.paletteFound',
      icon: SIGNS[hit.kind],
      run: () => { close(); void router.push(hrefOfHit(here?.slug ?? '', hit)) }
    }))
    const question = query.trim()
    const ask: Line[] = here && words.length > 1
      ? [{ id: 'ask', text: t('shell.paletteAsk', { question }), group: 'shell.paletteDo', icon: Sparkles, run: () => { close(); void router.push(`/w/${here.slug}/search?q=${encodeURIComponent(question)}&ask=1`) } }]
      : []
    const go = known.filter(({ group }) => group === 'shell.paletteGo')
    const act = known.filter(({ group }) => group === 'shell.paletteDo')
    return words.length > 0 ? [...hits, ...ask, ...act.slice(0, MOST), ...go.slice(0, MOST)] : [...act.slice(0, MOST), ...go]
  }, [query, commands, currentData, close, here, router, t])
}

function Lines({ id, lines, at, onPoint }: { id: string; lines: readonly Line[]; at: number; onPoint: (at: number) => void }) {
  const t = useT()
  return (
    <Box component="div" role="listbox" id={id} aria-label={t('shell.palette')} sx={{ m: 0, p: 1.5, maxHeight: 'min(380px, 60vh)', overflowY: 'auto' }}>
      {lines.map((line, index) => (
        <div key={line.id}>
          {lines[index - 1]?.group !== line.group && (
            <Box aria-hidden sx={{ px: 2, pt: index === 0 ? 1 : 2.5, pb: 1, fontSize: '0.75rem', color: 'text.secondary' }}>
              {t(line.group)}
            </Box>
          )}
          <Box
            role="option"
            tabIndex={-1}
            id={`${id}-${index}`}
            aria-selected={index === at}
            onPointerMove={() => onPoint(index)}
            onClick={line.run}
            onKeyDown={undefined}
            ref={(element: HTMLElement | null) => { if (index === at) element?.scrollIntoView({ block: 'nearest' }) }}
            sx={{ display: 'flex', alignItems: 'center', gap: 2.5, minHeight: 36, px: 2, borderRadius: 1.5, cursor: 'pointer', fontSize: '0.8125rem', background: index === at ? 'var(--rx-palette-token-chosen)' : 'transparent' }}
          >
            <Box sx={{ width: 16, display: 'grid', color: 'text.secondary', flex: 'none' }}>{line.icon && <line.icon size={16} strokeWidth={1.7} aria-hidden />}</Box>
            {line.note && <Box component="span" sx={{ color: 'text.secondary', fontVariantNumeric: 'tabular-nums', flex: 'none' }}>{line.note}</Box>}
            <Box component="span" sx={{ flex: 1, minWidth: 0, overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' }}>{line.text}</Box>
            {line.keys && <Kbd keys={shownKeys(line.keys)} />}
          </Box>
        </div>
      ))}
    </Box>
  )
}

function Inside({ close }: { close: () => void }) {
  const t = useT()
  const id = useId()
  const [query, setQuery] = useState('')
  const [at, setAt] = useState(0)
  const lines = useLines(query, close)
  const chosen = Math.min(at, Math.max(0, lines.length - 1))
  const pressed = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step !== undefined && lines.length > 0) {
      event.preventDefault()
      setAt((chosen + step + lines.length) % lines.length)
    } else if (event.key === 'Enter' && !event.nativeEvent.isComposing) {
      event.preventDefault()
      lines[chosen]?.run()
    }
  }
  return (
    <>
      <InputBase
        fullWidth
        autoFocus
        value={query}
        placeholder={t('shell.paletteHint')}
        onChange={({ target }) => { setQuery(target.value); setAt(0) }}
        onKeyDown={pressed}
        inputProps={{ role: 'combobox', 'aria-expanded': true, 'aria-controls': id, 'aria-activedescendant': lines.length > 0 ? `${id}-${chosen}` : undefined, 'aria-label': t('shell.paletteHint'), autoComplete: 'off', spellCheck: false }}
        sx={{ px: 4, height: 52, fontSize: '0.9375rem', borderBottom: '1px solid', borderColor: 'token.line', '& input:focus-visible': { outline: 'none' }, '& input::placeholder': { color: 'token.textFaint', opacity: 1 } }}
      />
      <Lines id={id} lines={lines} at={chosen} onPoint={setAt} />
      {lines.length === 0 && <Box sx={{ px: 4, pb: 5, pt: 2, fontSize: '0.8125rem', color: 'text.secondary' }}>{t('shell.paletteEmpty', { query })}</Box>}
    </>
  )
}

/** Everything by its name: Ctrl-K. */
export function Palette() {
  const t = useT()
  const dispatch = useAppDispatch()
  const open = useAppSelector((state) => state.frame.palette)
  const close = useMemo(() => () => void dispatch(paletteSet(false)), [dispatch])
  return (
    <Dialog open={open} onClose={close} fullWidth maxWidth="sm" transitionDuration={90} sx={{ '& .MuiDialog-container': { alignItems: 'flex-start' } }} slotProps={{ paper: { 'aria-label': t('shell.palette'), 'aria-labelledby': undefined, sx: { mt: '12vh', mx: { xs: 3, sm: 8 }, width: '100%', maxWidth: 600 } } }}>
      <Inside close={close} />
    </Dialog>
  )
}
