import { createSlice, nanoid, type PayloadAction } from '@reduxjs/toolkit'

/** A short word about what happened, with a way back where there is one. */
export interface Snack {
  id: string
  text: string
  tone: 'plain' | 'danger'
  /** Names the way back in `undoing`. */
  undo: string | null
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
        while (state.length > MOST) state.shift()
      },
      prepare: (text: string, more: { tone?: Snack['tone']; undo?: () => void } = {}) => {
        const id = nanoid()
        if (more.undo) undoing.set(id, more.undo)
        return { payload: { id, text, tone: more.tone ?? 'plain', undo: more.undo ? id : null } }
      }
    },
    snackClosed: (state, { payload }: PayloadAction<string>) => {
      undoing.delete(payload)
      return state.filter((snack) => snack.id !== payload)
    }
  }
})

export const { snackShown, snackClosed } = snacks.actions
