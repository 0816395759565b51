import { createContext, useCallback, useContext, useSyncExternalStore } from 'react'

import type { Task } from '@/api/shapes'

/** Which tasks are chosen, and which one the keys act on. Cards ask for themselves alone, so that choosing one draws one. */
export class Chosen {
  private ids: ReadonlyMap<string, Task> = new Map()
  private readonly listeners = new Set<() => void>()
  /** The task under the pointer or with the focus. */
  current: { task: Task; element: Element } | null = null

  /** Says which task is under the pointer or has the focus. */
  point(task: Task, element: Element): void {
    this.current = { task, element }
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener)
    return () => {
      this.listeners.delete(listener)
    }
  }

  readonly all = (): ReadonlyMap<string, Task> => this.ids

  readonly has = (id: string): boolean => this.ids.has(id)

  /** Chooses these and no others. */
  set(tasks: readonly Task[]): void {
    this.ids = new Map(tasks.map((task) => [task.id, task]))
    for (const listener of this.listeners) listener()
  }

  /** Chooses one more, or one less. */
  toggle(task: Task): void {
    this.set(this.ids.has(task.id) ? [...this.ids.values()].filter(({ id }) => id !== task.id) : [...this.ids.values(), task])
  }

  /** What keys act on: the chosen ones, else the current one. */
  acted(): { tasks: readonly Task[]; element: Element } | null {
    const { current } = this
    if (this.ids.size > 0) {
      const element = document.querySelector('[data-bulk]') ?? current?.element
      return element ? { tasks: [...this.ids.values()], element } : null
    }
    return current?.element.isConnected ? { tasks: [current.task], element: current.element } : null
  }
}

/** The choice of the page. */
export const ChosenContext = createContext(new Chosen())

/** The choice of the page, to act on; reading it does not follow it. */
export const useChosen = (): Chosen => useContext(ChosenContext)

/** Whether one task is chosen; follows it. */
export const useIsChosen = (id: string): boolean => {
  const chosen = useChosen()
  const has = useCallback(() => chosen.has(id), [chosen, id])
  return useSyncExternalStore(chosen.subscribe, has, has)
}

/** All chosen tasks; follows them. */
export const useAllChosen = (): ReadonlyMap<string, Task> => {
  const chosen = useChosen()
  return useSyncExternalStore(chosen.subscribe, chosen.all, chosen.all)
}
