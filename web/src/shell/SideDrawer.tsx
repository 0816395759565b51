import Drawer from '@mui/material/Drawer'

import { useAppDispatch } from '@/app/store'

import { drawerSet } from './frameSlice'
import { SideBar } from './SideBar'

/** The side bar where there is no room for it: it comes in over the page. */
export function SideDrawer({ open }: { open: boolean }) {
  const dispatch = useAppDispatch()
  return (
    <Drawer open={open} onClose={() => dispatch(drawerSet(false))} transitionDuration={160} slotProps={{ paper: { sx: { width: 284, border: 0 } } }}>
      <SideBar />
    </Drawer>
  )
}
