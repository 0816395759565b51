/** The tree of documents in the side bar. */
export function DocumentTree() {
  return null
}
