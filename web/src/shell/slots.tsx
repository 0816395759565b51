import Head from 'next/head'
import { createContext, useContext, useMemo, useState, type ReactNode } from 'react'
import { createPortal } from 'react-dom'

/** Places of the top bar that a page fills. */
export type Place = 'crumbs' | 'marks' | 'actions'

type Spots = Record<Place, HTMLElement | null>

interface Slots {
  spots: Spots
  set: (place: Place) => (element: HTMLElement | null) => void
}

const Context = createContext<Slots>({ spots: { crumbs: null, marks: null, actions: null }, set: () => () => undefined })

/** Holds the places of the top bar. */
export function SlotsProvider({ children }: { children: ReactNode }) {
  const [crumbs, setCrumbs] = useState<HTMLElement | null>(null)
  const [marks, setMarks] = useState<HTMLElement | null>(null)
  const [actions, setActions] = useState<HTMLElement | null>(null)
  const slots = useMemo<Slots>(
    () => ({ spots: { crumbs, marks, actions }, set: (place) => ({ crumbs: setCrumbs, marks: setMarks, actions: setActions })[place] }),
    [crumbs, marks, actions]
  )
  return <Context value={slots}>{children}</Context>
}

/** The ref of a place; for the top bar. */
export const useSpot = (place: Place) => useContext(Context).set(place)

/** Puts something into the top bar: `marks` are saved signs and who is here, `actions` are the page's buttons. */
export function InTopBar({ place, children }: { place: Place; children: ReactNode }) {
  const spot = useContext(Context).spots[place]
  return spot && createPortal(children, spot)
}

/** The title of the browser's tab. */
export function Title({ children }: { children: string }) {
  const title = children ? `${children} · Renexus` : 'Renexus'
  return (
    <Head>
      <title>{title}</title>
    </Head>
  )
}
