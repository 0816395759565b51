import { createSlice, nanoid, type PayloadAction } from '@reduxjs/toolkit'

/** A short word about what happened, with a way back where there is one. */
export interface Snack {
  id: string
  text: string
  tone: 'plain' | 'danger'
  /** Names the way back in `undoing`. */
  undo: string | null
  /** Not shown yet: the server has not answered. The way back is there already. */
  awaited: boolean
}

/** Functions do not stand in the store. */
export const undoing = new Map<string, () => void>()

/** Most words that are shown at once; older ones go. */
const MOST = 3

export const snacks = createSlice({
  name: 'snacks',
  initialState: [] as Snack[],
  reducers: {
    snackShown: {
      reducer: (state, { payload }: PayloadAction<Snack>) => {
        state.push(payload)
        for (const { id } of state.splice(0, Math.max(0, state.length - MOST))) undoing.delete(id)
      },
      prepare: (text: string, more: { tone?: Snack['tone']; undo?: () => void; awaited?: boolean } = {}) => {
        const id = nanoid()
        if (more.undo) undoing.set(id, more.undo)
        return { payload: { id, text, tone: more.tone ?? 'plain', undo: more.undo ? id : null, awaited: more.awaited ?? false } }
      }
    },
    /** The server has answered: what was awaited is shown, unless it was taken back meanwhile. */
    snackAnswered: (state, { payload }: PayloadAction<string>) => {
      const snack = state.find(({ id }) => id === payload)
      if (snack) snack.awaited = false
    },
    snackClosed: (state, { payload }: PayloadAction<string>) => {
      undoing.delete(payload)
      return state.filter((snack) => snack.id !== payload)
    }
  }
})

export const { snackShown, snackAnswered, snackClosed } = snacks.actions
