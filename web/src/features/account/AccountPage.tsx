/** Drawn by what this page is about. */
export function AccountPage() {
  return null
}
