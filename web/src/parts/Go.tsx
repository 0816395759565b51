import NextLink from 'next/link'
import { forwardRef, type ComponentProps } from 'react'

/** A link inside the app that Material UI parts can be made of: `<Button component={Go} href="/…">`. */
export const Go = forwardRef<HTMLAnchorElement, ComponentProps<typeof NextLink>>(function Go(props, ref) {
  return <NextLink ref={ref} prefetch={false} {...props} />
})
