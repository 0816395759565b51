// The stock clients, at the versions that this folder pins.

export { HocuspocusProvider } from '@hocuspocus/provider'
export { YSweetProvider } from '@y-sweet/client'
export { default as WebSocket } from 'ws'
export { WebsocketProvider } from 'y-websocket'
export * as Y from 'yjs'
