/** Drawn by what this page is about. */
export function SearchPage() {
  return null
}
