/** Drawn by what this page is about. */
export function SettingsPage() {
  return null
}
