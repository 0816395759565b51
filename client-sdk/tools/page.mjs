// What a page without a bundler imports: the client, and the Yjs that it works with.
export * from '../dist/index.js'
export * as Y from 'yjs'
