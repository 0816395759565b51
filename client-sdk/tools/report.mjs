// Holds api.md equal to the types that the package shows, so that a change of its surface is seen in review.
import { readFileSync, writeFileSync } from 'node:fs'
import { dirname, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const path = `${root}api.md`
const entries = { '@renexus/client': 'index', '@renexus/client/react': 'react/index', '@renexus/client/node': 'node/index' }
const seen = new Set()

/** The declarations of a module and of those that it names, each once. */
function declarations (file) {
  if (seen.has(file) || file.includes('/generated/')) return []
  seen.add(file)
  const text = readFileSync(file, 'utf8')
  const named = [...text.matchAll(/from '(\.[^']+)\.js'/g)].map(([, to]) => resolve(dirname(file), `${to}.d.ts`))
  return [`// ${relative(`${root}dist`, file)}\n${text.trim()}`, ...named.flatMap(declarations)]
}

const parts = Object.entries(entries).map(([name, entry]) => {
  const told = declarations(`${root}dist/${entry}.d.ts`)
  return `## ${name}\n\n\`\`\`ts\n${told.join('\n\n')}\n\`\`\`\n`
})
const report = `# What the package shows\n\nWritten by \`npm run report:write\` from its types; the types of the REST are those of openapi.json.\n\n${parts.join('\n')}`

const loose = report.split('\n').filter((line) => /[:<|,(]\s*any\b/.test(line.replace(/\/?\*.*/, '')))
if (loose.length > 0) {
  console.error(`the surface has \`any\`:\n${loose.join('\n')}`)
  process.exit(1)
}
if (process.argv[2] === 'write') {
  writeFileSync(path, report)
} else if (readFileSync(path, 'utf8') !== report) {
  console.error('client-sdk/api.md is not what the package shows; run: npm run report:write')
  process.exit(1)
}
