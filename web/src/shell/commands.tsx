import type { LucideIcon } from 'lucide-react'
import { createContext, useContext, useEffect, useState, useSyncExternalStore, type ReactNode } from 'react'

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

/** The commands that can be given now. Who adds one draws nothing anew but what shows them all. */
class Commands {
  #sets: readonly (readonly Command[])[] = []
  #all: readonly Command[] = []
  readonly #listeners = new Set<() => void>()

  /** Adds some; returns the end of it. */
  add(commands: readonly Command[]): () => void {
    this.#set([...this.#sets, commands])
    return () => this.#set(this.#sets.filter((set) => set !== commands))
  }

  readonly all = (): readonly Command[] => this.#all

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => {
      this.#listeners.delete(listener)
    }
  }

  #set(sets: readonly (readonly Command[])[]): void {
    this.#sets = sets
    this.#all = sets.flat()
    for (const listener of this.#listeners) listener()
  }
}

const Context = createContext(new Commands())

/** Holds what pages add to the command palette. */
export function CommandsProvider({ children }: { children: ReactNode }) {
  const [commands] = useState(() => new Commands())
  return <Context value={commands}>{children}</Context>
}

/** All commands that can be given now; follows them. */
export const useAllCommands = (): readonly Command[] => {
  const { subscribe, all } = useContext(Context)
  return useSyncExternalStore(subscribe, all, all)
}

/** Adds commands while the component is on the screen. Give the same array as long as nothing changed (`useMemo`). */
export const useCommands = (commands: readonly Command[]): void => {
  const registry = useContext(Context)
  useEffect(() => registry.add(commands), [registry, commands])
}

const typing = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName))

/** Milliseconds within which the second key of `g i` follows the first. */
const FOLLOWS = 900

/** Runs commands by their keys, unless somebody types. */
export const useKeys = (): void => {
  const commands = useContext(Context)
  useEffect(() => {
    let first: { key: string; at: number } | null = null
    const pressed = (event: KeyboardEvent) => {
      if (event.isComposing || event.defaultPrevented) return
      const key = event.key.toLowerCase()
      const mod = event.ctrlKey || event.metaKey
      if (!mod && (typing(event.target) || event.altKey || document.querySelector('[role=dialog],[role=menu],[role=listbox]'))) return
      const found = commands.all().find(({ keys }) => {
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
  }, [commands])
}
