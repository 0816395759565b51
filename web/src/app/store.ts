import { configureStore } from '@reduxjs/toolkit'
import { setupListeners } from '@reduxjs/toolkit/query'
import { useDispatch, useSelector, type TypedUseSelectorHook } from 'react-redux'

import { api } from '@/api/base'
import { frame } from '@/shell/frameSlice'
import { snacks } from '@/shell/snackSlice'

/** All state of the app: what the server said, and what the frame shows. */
export const store = configureStore({
  reducer: { [api.reducerPath]: api.reducer, frame: frame.reducer, snacks: snacks.reducer },
  middleware: (standard) => standard({ serializableCheck: false }).concat(api.middleware)
})
setupListeners(store.dispatch)

export type State = ReturnType<typeof store.getState>
export type Dispatch = typeof store.dispatch
export const useAppDispatch = (): Dispatch => useDispatch<Dispatch>()
export const useAppSelector: TypedUseSelectorHook<State> = useSelector
