import { EventSourceParserStream, type EventSourceMessage } from 'eventsource-parser/stream'
import { useCallback, useEffect, useRef, useState } from 'react'

import { client } from '@/app/client'

import { problem, type Problem } from './base'
import type { Answer, Citation } from './shapes'

/** An answer as far as it has come. */
export interface Coming {
  question: string
  /** What it is made from. */
  sources: readonly Citation[]
  text: string
  /** All of it, when it is there; it takes the place of what came before. */
  answer: Answer | null
  error: Problem | null
}

/** The events of a stream. */
async function * events (body: ReadableStream<Uint8Array>): AsyncGenerator<EventSourceMessage> {
  const text = body.pipeThrough(new TextDecoderStream() as ReadableWritablePair<string, Uint8Array>)
  const reader = text.pipeThrough(new EventSourceParserStream()).getReader()
  for (let next = await reader.read(); !next.done; next = await reader.read()) yield next.value
}

async function listen (workspace: string, question: string, signal: AbortSignal, heard: (part: Partial<Coming>) => void): Promise<void> {
  const response = await client.api.POST('/api/v1/workspaces/{workspace}/ask', {
    params: { path: { workspace } }, body: { question }, headers: { accept: 'text/event-stream' }, parseAs: 'stream', signal
  })
  if (!response.response.ok || !response.data) {
    heard({ error: problemOf(response.response) })
    return
  }
  let text = ''
  for await (const { event, data } of events(response.data)) {
    if (event === 'sources') heard({ sources: JSON.parse(data) as Citation[] })
    if (event === 'text') heard({ text: text += JSON.parse(data) as string })
    if (event === 'answer') heard({ answer: JSON.parse(data) as Answer })
  }
}

const problemOf = ({ status }: Response): Problem => ({ code: status === 429 ? 'too-many' : 'unknown', status, detail: '' })

/** Asks a question of a workspace and hears the answer as it comes. Who leaves stops it. */
export const useAsking = (workspace: string) => {
  const [coming, setComing] = useState<Coming | null>(null)
  const under = useRef<AbortController | null>(null)
  const stop = useCallback(() => under.current?.abort(), [])
  useEffect(() => stop, [stop])
  const ask = useCallback((question: string) => {
    stop()
    const own = new AbortController()
    under.current = own
    setComing({ question, sources: [], text: '', answer: null, error: null })
    const heard = (part: Partial<Coming>) => {
      if (!own.signal.aborted) setComing((before) => before && { ...before, ...part })
    }
    listen(workspace, question, own.signal, heard).catch((error: unknown) => {
      heard({ error: problem(error) })
    })
  }, [workspace, stop])
  return { coming, ask }
}
