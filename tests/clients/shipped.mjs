// What stands in deploy/ and what is written about it: files, settings, and everything that a file of YAML says.

import { readFileSync, readdirSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

import { parse, parseAllDocuments } from 'yaml'

export const ROOT = fileURLToPath(new URL('../..', import.meta.url))

export const read = (path) => readFileSync(join(ROOT, path), 'utf8')

/** Every file below a folder, by its path from the root of the repository. */
export function files (folder) {
  const entries = readdirSync(join(ROOT, folder), { withFileTypes: true, recursive: true })
  return entries.filter((entry) => entry.isFile()).map((entry) => relative(ROOT, join(entry.parentPath ?? entry.path, entry.name)))
}

/** A file of compose, with its merges carried out. */
export const compose = (name) => parse(read(`deploy/compose/${name}`), { merge: true })

export const COMPOSE = ['compose.yaml', 'cluster.yaml', 'watch.yaml']

/** Everything that kubectl would be given. */
export function manifests () {
  const paths = files('deploy/kubernetes').filter((path) => path.endsWith('.yaml'))
  return paths.flatMap((path) => parseAllDocuments(read(path), { merge: true }).map((document) => document.toJS()))
}

/** The containers of every workload of Kubernetes, with what surrounds them. */
export function pods () {
  return manifests().filter(({ spec }) => spec?.template).map(({ spec }) => spec.template.spec)
}

/** Every setting of config.toml with its default, like `server.listen`. */
export function settings () {
  const found = new Map()
  let section = ''
  for (const line of read('config.toml').split('\n')) {
    section = /^\[(\w+)\]$/.exec(line)?.[1] ?? section
    const [, key, value] = /^(\w+) = (.*)$/.exec(line) ?? []
    if (key) found.set(`${section}.${key}`, value)
  }
  return found
}

/** Every text in a value, with the names that lead to it. */
export function * texts (value, path = []) {
  if (typeof value === 'string') yield [path, value]
  else if (value && typeof value === 'object') for (const [name, inner] of Object.entries(value)) yield * texts(inner, [...path, name])
}

/** A value with its `${NAME}`, `${NAME:-default}` and `${NAME:?message}` replaced, as compose does; `$$` is a `$`. */
export function interpolated (text, values) {
  return text.replace(/\$\$|\$\{(\w+)(?::([-?])([^}]*))?\}/g, (whole, name, kind, word) => {
    if (whole === '$$') return '$'
    if (values[name]) return values[name]
    if (kind === '-') return word
    throw new Error(`${name} is not set`)
  })
}

/** Seconds of `40s` or `2m`. */
export function seconds (text) {
  const [, number, unit] = /^(\d+)([sm])$/.exec(text)
  return Number(number) * { s: 1, m: 60 }[unit]
}
