/** Who is in the workspace now. */
export function Presence() {
  return null
}
