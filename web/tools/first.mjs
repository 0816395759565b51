// Makes the script that shows the text of a document before the app is there, and puts it into the page of documents.
import { createHash } from 'node:crypto'
import { createRequire } from 'node:module'
import { readdir, readFile, writeFile } from 'node:fs/promises'

const { build, transform } = createRequire(new URL('../../client-sdk/package.json', import.meta.url))('esbuild')

const root = new URL('..', import.meta.url).pathname
const PAGE = `${root}out/w/[workspace]/docs/[doc].html`
/** The letters of most texts. */
const LETTERS = /^inter-latin-wght-normal\..*woff2$/
/** What the script stands behind: the colours are chosen first. */
const AFTER = '<script src="/theme.js"></script>'
const STATIC = '_next/static'
/** The script that begins the app once all of it is there. */
const RUNTIME = /<script src="\/(_next\/static\/chunks\/turbopack-[^"]+\.js)"[^>]*>/
/** Milliseconds for which the app waits for the first text, at most. */
const LATEST_MS = 500

/** Writes a script under a name that changes with it. */
const put = async (name, script) => {
  const path = `${STATIC}/chunks/${name}-${createHash('sha256').update(script).digest('hex').slice(0, 16)}.js`
  await writeFile(`${root}out/${path}`, script)
  return path
}

const bundled = async (entry, options) => {
  const { outputFiles } = await build({ entryPoints: [`${root}src/first/${entry}`], bundle: true, write: false, format: 'esm', target: 'es2022', legalComments: 'none', logLevel: 'error', tsconfig: `${root}tsconfig.json`, ...options })
  return outputFiles[0].text
}

const { look } = await import(`data:text/javascript,${encodeURIComponent(await bundled('look.ts', { define: { 'process.env.NODE_ENV': '"production"' } }))}`)
const { code: css } = await transform(look, { loader: 'css', minify: true, target: 'chrome105' })
const script = await bundled('main.ts', { format: 'iife', minify: true, define: { LOOK: JSON.stringify(css.trim()) } })
const letters = (await readdir(`${root}out/${STATIC}/media`)).find((file) => LETTERS.test(file))
const page = await readFile(PAGE, 'utf8')
if (!letters || !page.includes(AFTER)) throw new Error('the page of documents is not as it was: the first text has no place in it')

// The app begins when the text is painted, or nothing is to be; at most so late.
const [tag, runtime] = RUNTIME.exec(page) ?? []
if (!runtime) throw new Error('the page of documents has no script that begins the app')
const begin = `(()=>{const go=()=>{${await readFile(`${root}out/${runtime}`, 'utf8')}
};const first=window.renexusFirst;first?.done?Promise.race([first.done,new Promise((late)=>setTimeout(late,${LATEST_MS}))]).then(go):go()})()`

const tags = `<script src="/${await put('first', script)}" async fetchpriority="high"></script><link rel="preload" href="/${STATIC}/media/${letters}" as="font" type="font/woff2" crossorigin=""/>`
const changed = page.replace(AFTER, AFTER + tags).replace(tag, tag.replace(runtime, await put('begin', begin)))
await writeFile(PAGE, changed)
