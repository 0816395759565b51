import type { SearchHit } from '@/api/shapes'

const placeOf = (at: string, kind: string | null | undefined, place: string | null | undefined): string => {
  if (kind === 'task') return `${at}/tasks/${place ?? ''}`
  if (kind === 'document') return `${at}/docs/${place ?? ''}`
  if (kind === 'project') return `${at}/projects/${place ?? ''}`
  return at
}

/** Where something that was found is opened. */
export const hrefOfHit = (slug: string, hit: SearchHit): string => {
  const at = `/w/${slug}`
  if (hit.kind === 'task') return `${at}/tasks/${hit.key ?? hit.id}`
  if (hit.kind === 'document') return `${at}/docs/${hit.document ?? hit.id}`
  if (hit.kind === 'project') return `${at}/projects/${hit.key ?? hit.id}`
  if (hit.kind === 'comment') return `${placeOf(at, hit.place_kind, hit.key ?? hit.place)}?thread=${hit.thread ?? ''}`
  if (hit.kind === 'file') return `${at}/search?file=${hit.id}`
  return at
}

/** Where something is discussed or told about. */
export const hrefOfPlace = (slug: string, kind: string, place: string, thread?: string | null): string =>
  placeOf(`/w/${slug}`, kind, place) + (thread ? `?thread=${thread}` : '')
