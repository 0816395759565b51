// Documents to measure with: made of the same words each time, and brought to a server by a stock provider.

import { createRequire } from 'node:module'

const peers = createRequire(new URL('../../../load-tests/peers/package.json', import.meta.url))
const Y = peers('yjs')
const { HocuspocusProvider, HocuspocusProviderWebsocket } = peers('@hocuspocus/provider')
const WebSocket = peers('ws')

const WORDS = 'the plan of a team is written down where everybody finds it and says what is to be done by whom until when because nobody remembers what was said in a meeting three weeks ago and a page that all can change stays true for longer than a page that one of them keeps'.split(' ')

/** The words of a paragraph; different for each number. */
const sentence = (seed, count) => {
  const words = Array.from({ length: count }, (_, at) => WORDS[(seed * 7 + at * 13 + ((seed * at) % 11)) % WORDS.length])
  const said = words.join(' ')
  return `${said[0].toUpperCase()}${said.slice(1)}.`
}

const block = (name, words, attributes = {}) => {
  const element = new Y.XmlElement(name)
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value)
  element.insert(0, [new Y.XmlText(words)])
  return element
}

const list = (seed) => {
  const element = new Y.XmlElement('bulletList')
  element.insert(0, [1, 2, 3].map((at) => {
    const item = new Y.XmlElement('listItem')
    item.insert(0, [block('paragraph', sentence(seed + at, 12))])
    return item
  }))
  return element
}

/** A document of so many pages as an update: each has a heading, a list and 450 words; the last line is empty. */
export function paper (pages) {
  const doc = new Y.Doc()
  const root = doc.getXmlFragment('default')
  const blocks = []
  for (let page = 0; page < pages; page++) {
    blocks.push(block('heading', `Part ${page + 1}`, { level: 2 }))
    for (let at = 0; at < 6; at++) blocks.push(block('paragraph', sentence(page * 31 + at, 68)))
    blocks.push(list(page * 17))
  }
  blocks.push(new Y.XmlElement('paragraph'))
  root.insert(0, blocks)
  return Y.encodeStateAsUpdate(doc)
}

/** Brings an update into a document of a server that speaks Hocuspocus, and waits until it has it. */
export async function bring (url, name, token, update) {
  const socket = new HocuspocusProviderWebsocket({ url, WebSocketPolyfill: WebSocket })
  const document = new Y.Doc()
  const provider = new HocuspocusProvider({ websocketProvider: socket, name, token, document })
  provider.attach()
  try {
    await new Promise((resolve, reject) => {
      const late = setTimeout(() => reject(new Error(`${url} does not take the document`)), 30_000)
      provider.on('authenticationFailed', ({ reason }) => reject(new Error(`${url} refuses: ${reason}`)))
      const look = () => {
        if (!provider.isSynced || provider.hasUnsyncedChanges) return
        clearTimeout(late)
        resolve()
      }
      provider.on('synced', () => {
        if (document.getXmlFragment('default').length === 0) Y.applyUpdate(document, update)
        look()
      })
      provider.on('unsyncedChanges', look)
    })
  } finally {
    provider.destroy()
    socket.destroy()
  }
}
