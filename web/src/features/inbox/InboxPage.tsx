/** Drawn by what this page is about. */
export function InboxPage() {
  return null
}
