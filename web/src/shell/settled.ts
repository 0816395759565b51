import { startTransition, useEffect, useState } from 'react'

/** Whether what matters most, once it is there, has been painted; what stands around it is drawn only then. */
export const useSettled = (there: boolean): boolean => {
  const [settled, setSettled] = useState(false)
  useEffect(() => {
    if (!there) return undefined
    let timer: ReturnType<typeof setTimeout> | undefined
    // A frame is painted before the next task begins.
    const frame = requestAnimationFrame(() => { timer = setTimeout(() => startTransition(() => setSettled(true))) })
    return () => {
      cancelAnimationFrame(frame)
      clearTimeout(timer)
    }
  }, [there])
  return settled
}
