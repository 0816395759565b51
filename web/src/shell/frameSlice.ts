import { createSlice, type PayloadAction } from '@reduxjs/toolkit'

/** What of the frame is open. */
export const frame = createSlice({
  name: 'frame',
  initialState: { sideBar: true, drawer: false, palette: false, help: false },
  reducers: {
    sideBarToggled: (state) => {
      state.sideBar = !state.sideBar
    },
    drawerSet: (state, { payload }: PayloadAction<boolean>) => {
      state.drawer = payload
    },
    paletteSet: (state, { payload }: PayloadAction<boolean>) => {
      state.palette = payload
    },
    helpSet: (state, { payload }: PayloadAction<boolean>) => {
      state.help = payload
    }
  }
})

export const { sideBarToggled, drawerSet, paletteSet, helpSet } = frame.actions
