// Readies the exported pages for the server: pages hold no script (the content policy allows files alone),
// and every text is there packed as well, so that nothing is packed per request.
import { createHash } from 'node:crypto'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { brotliCompress, constants, gzip } from 'node:zlib'
import { promisify } from 'node:util'

const OUT = new URL('../out/', import.meta.url).pathname
/** Scripts that a browser would run; data (`type="application/json"`) stays. */
const INLINE = /<script(?![^>]*\b(?:src|type)=)[^>]*>([\s\S]*?)<\/script>/g
const PACKED = /\.(html|js|css|svg|json|txt|map)$/
/** Bytes below which packing gains nothing. */
const LEAST = 512

const [brotli, zip] = [promisify(brotliCompress), promisify(gzip)]

const files = async () =>
  (await readdir(OUT, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))

const withoutScripts = async (path) => {
  const page = await readFile(path, 'utf8')
  const written = []
  const clean = page.replace(INLINE, (_, script) => {
    const name = `_next/static/chunks/page-${createHash('sha256').update(script).digest('hex').slice(0, 16)}.js`
    written.push(writeFile(join(OUT, name), script))
    return `<script src="/${name}"></script>`
  })
  await Promise.all(written)
  if (clean !== page) await writeFile(path, clean)
}

const packed = async (path) => {
  const bytes = await readFile(path)
  if (bytes.length < LEAST) return
  const options = { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } }
  await Promise.all([
    brotli(bytes, options).then((small) => writeFile(`${path}.br`, small)),
    zip(bytes, { level: 9 }).then((small) => writeFile(`${path}.gz`, small))
  ])
}

await Promise.all((await files()).filter((path) => path.endsWith('.html')).map(withoutScripts))
await Promise.all((await files()).filter((path) => PACKED.test(path)).map(packed))
