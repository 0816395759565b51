/** Drawn by what this page is about. */
export function MyWork() {
  return null
}
