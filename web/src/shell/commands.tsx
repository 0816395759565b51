import type { LucideIcon } from 'lucide-react'
import { createContext, useContext, useEffect, useMemo, useRef, useState, type ReactNode } from 'react'

/** Something that the command palette can do. */
export interface Command {
  id: string
  text: string
  /** Words that find it too. */
  also?: string
  icon?: LucideIcon
  group: 'go' | 'do'
  /** Keys: `['mod', 'k']` at once, or one after the other as `['g', 'i']` with `sequence`. */
  keys?: readonly string[]
  run: () => void
}

interface Registry {
  commands: readonly Command[]
  add: (commands: readonly Command[]) => () => void
}

const Context = createContext<Registry>({ commands: [], add: () => () => undefined })

/** Holds what pages add to the command palette. */
export function CommandsProvider({ children }: { children: ReactNode }) {
  const [sets, setSets] = useState<readonly (readonly Command[])[]>([])
  const registry = useMemo<Registry>(
    () => ({
      commands: sets.flat(),
      add: (commands) => {
        setSets((before) => [...before, commands])
        return () => setSets((before) => before.filter((set) => set !== commands))
      }
    }),
    [sets]
  )
  return <Context value={registry}>{children}</Context>
}

/** All commands that can be given now. */
export const useAllCommands = (): readonly Command[] => useContext(Context).commands

/** Adds commands while the component is on the screen. Give the same array as long as nothing changed (`useMemo`). */
export const useCommands = (commands: readonly Command[]): void => {
  const { add } = useContext(Context)
  const adding = useRef(add)
  useEffect(() => {
    adding.current = add
  }, [add])
  useEffect(() => adding.current(commands), [commands])
}

const typing = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName))

/** Milliseconds within which the second key of `g i` follows the first. */
const FOLLOWS = 900

/** Runs commands by their keys, unless somebody types. */
export const useKeys = (commands: readonly Command[]): void => {
  const known = useRef(commands)
  useEffect(() => {
    known.current = commands
  }, [commands])
  useEffect(() => {
    let first: { key: string; at: number } | null = null
    const pressed = (event: KeyboardEvent) => {
      if (event.isComposing || event.defaultPrevented) return
      const key = event.key.toLowerCase()
      const mod = event.ctrlKey || event.metaKey
      if (!mod && (typing(event.target) || event.altKey || document.querySelector('[role=dialog],[role=menu],[role=listbox]'))) return
      const found = known.current.find(({ keys }) => {
        if (!keys) return false
        if (keys[0] === 'mod') return mod && keys[1] === key
        if (mod) return false
        if (keys.length === 1) return keys[0] === key
        return first !== null && Date.now() - first.at < FOLLOWS && keys[0] === first.key && keys[1] === key
      })
      first = mod ? null : { key, at: Date.now() }
      if (!found) return
      event.preventDefault()
      first = null
      found.run()
    }
    window.addEventListener('keydown', pressed)
    return () => window.removeEventListener('keydown', pressed)
  }, [])
}
