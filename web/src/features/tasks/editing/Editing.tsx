import Popover from '@mui/material/Popover'
import { createContext, useCallback, useContext, useMemo, useState, type ReactNode } from 'react'

import type { Task } from '@/api/shapes'

import { Choosing } from './Choosing'
import type { Property } from './picking'

interface Asked {
  property: Property
  tasks: readonly Task[]
  anchor: Element
}

/** Asks for a property of one or more tasks, beside an element. */
export type Ask = (property: Property, tasks: readonly Task[], anchor: Element) => void

const Context = createContext<Ask>(() => undefined)

/** The one picker of a page: cards, lines, bars and keys all open it. */
export function EditingProvider({ children }: { children: ReactNode }) {
  const [asked, setAsked] = useState<Asked | null>(null)
  const ask = useCallback<Ask>((property, tasks, anchor) => {
    if (tasks.length > 0) setAsked({ property, tasks, anchor })
  }, [])
  const close = useCallback(() => setAsked(null), [])
  const drawn = useMemo(() => <Context value={ask}>{children}</Context>, [ask, children])
  return (
    <>
      {drawn}
      <Popover open={asked !== null} onClose={close} anchorEl={asked?.anchor ?? null} anchorOrigin={{ vertical: 'bottom', horizontal: 'left' }} transitionDuration={90} slotProps={{ paper: { sx: { mt: 1 } } }}>
        {asked && <Choosing property={asked.property} tasks={asked.tasks} onDone={close} />}
      </Popover>
    </>
  )
}

/** Opens the picker: `ask('status', tasks, element)`. */
export const useAsk = (): Ask => useContext(Context)
