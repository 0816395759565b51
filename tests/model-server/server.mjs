// A model service for tests: it speaks the protocol of OpenAI over HTTP, and the name of the model says how it behaves.
//
//   node tests/model-server/server.mjs [PORT]     prints `listening on http://127.0.0.1:PORT`
//
// Names are made of words with dashes between them. The last one is what happens:
//   plain      answers with the text below, a few characters at a time
//   echo       answers with what stands between the fences of the prompt
//   slow       the same as plain, with pauses; `long` never comes to an end, and neither does `flood`, as fast as it is read
//   hang       does not answer; `mute` begins to answer and says nothing more
//   cut        breaks the connection in the middle of the answer; `die` ends the whole process there
//   garbage    answers with something that is not JSON; `line` with one line without an end
//   cite       answers a question with one source that it was given, one that it was not, and things that no answer may hold
//   wide       tells meanings with 256 numbers, and `tall` with 128
//   wrong      answers 500; `refused` 401; `busy` 429 with Retry-After: 1
// A number and a word before it happen so often first: `2-cut-plain` breaks off twice.
// `GET /seen` tells every request that came in; `POST /forget` forgets them.

import { once } from 'node:events'
import { createServer } from 'node:http'

const TEXT = '## Next steps\n\nWe **agreed** on _three_ things:\n\n- [ ] write the plan\n- [ ] ask Ana\n\nThat is `all` & done. 😀\n'
const CITED = 'It is **blue** [1], they say [99].\n\n<script>alert(1)</script> ![x](https://evil.example/?q=1) [here](javascript:alert(1))\n'
const DIMENSIONS = { wide: 256, tall: 128 }
const SAME = { automobile: 'car', vehicle: 'car', sofa: 'couch', purchase: 'buy' }

const seen = []
const turns = new Map()
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms))

/** What happens this time. */
function behaviour (model) {
  const words = model.split('-')
  const turn = turns.get(model) ?? 0
  turns.set(model, turn + 1)
  const times = Number(words.at(-3))
  return times > turn ? words.at(-2) : words.at(-1)
}

const json = (response, status, body, headers = {}) => {
  response.writeHead(status, { 'content-type': 'application/json', ...headers })
  response.end(JSON.stringify(body))
}

const event = (data) => `data: ${typeof data === 'string' ? data : JSON.stringify(data)}\n\n`
const delta = (content) => event({ choices: [{ index: 0, delta: { content }, finish_reason: null }] })

/** The text between the last two fences, which is what the model is to work on. */
function fenced (messages) {
  const text = messages.map((one) => one.content).join('\n')
  return /<data-([0-9a-f]+)>\n([\s\S]*?)\n<\/data-\1>/.exec(text)?.[2] ?? ''
}

async function stream (response, how, body) {
  response.writeHead(200, { 'content-type': 'text/event-stream' })
  response.write(': hello\n\n')
  if (how === 'mute') return
  if (how === 'garbage') return response.end('data: {"choices":[{"del\n\n')
  if (how === 'line') {
    response.on('error', () => {})
    for (let sent = 0; sent < 64 && !response.destroyed; sent++) {
      response.write('x'.repeat(16_384))
      await pause(1)
    }
    return response.end()
  }
  const text = how === 'echo' ? fenced(body.messages) : how === 'cite' ? CITED : TEXT
  const pieces = [...text.matchAll(/[\s\S]{1,7}/gu)].map((match) => match[0])
  for (const [place, piece] of pieces.entries()) {
    if ((how === 'cut' || how === 'die') && place === Math.floor(pieces.length / 2)) {
      await pause(150)
      if (how === 'die') process.exit(1)
      return response.destroy()
    }
    response.write(delta(piece))
    if (how === 'slow') await pause(60)
  }
  for (let line = 1; how === 'long' && !response.destroyed; line++) {
    response.write(delta(`Line ${line} of many.\n\n`))
    await pause(15)
  }
  for (let line = 1; how === 'flood' && !response.destroyed; line++) {
    if (!response.write(delta(`Line ${line} of a flood.\n\n`))) await Promise.race([once(response, 'drain'), once(response, 'close')])
  }
  response.write(event({ choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] }))
  response.write(event({ choices: [], usage: { prompt_tokens: 40, completion_tokens: 20 } }))
  response.end(event('[DONE]'))
}

/** Numbers that are alike for texts that share words, or words that mean the same. */
function meaning (text, dimensions) {
  const numbers = new Array(dimensions).fill(0)
  for (const word of text.toLowerCase().split(/\P{L}+/u).filter((word) => word !== '')) {
    let hash = 7
    for (const sign of SAME[word] ?? word) hash = (hash * 31 + sign.codePointAt(0)) % 65_521
    numbers[hash % dimensions] += 1
  }
  return numbers
}

async function answer (request, response) {
  let text = ''
  for await (const chunk of request) text += chunk
  if (request.method === 'GET' && request.url === '/seen') return json(response, 200, seen)
  if (request.url === '/forget') {
    seen.length = 0
    turns.clear()
    return json(response, 200, {})
  }
  const body = JSON.parse(text)
  seen.push({ path: request.url, key: request.headers.authorization ?? null, body, at: Date.now() })
  const how = behaviour(body.model)
  if (how === 'hang') return
  if (how === 'wrong') return json(response, 500, { error: { message: 'out of order' } })
  if (how === 'refused') {
    return json(response, 401, { error: { message: `no such key: ${request.headers.authorization}` } })
  }
  if (how === 'busy') {
    return json(response, 429, { error: { message: 'slow down' } }, { 'retry-after': '1' })
  }
  if (request.url === '/v1/embeddings') {
    const data = body.input.map((one, index) => ({ index, embedding: meaning(one, DIMENSIONS[how] ?? 8) })).reverse()
    return json(response, 200, { data, usage: { prompt_tokens: 5 } })
  }
  if (request.url !== '/v1/chat/completions') return json(response, 404, { error: { message: 'no such address' } })
  if (body.stream) return stream(response, how, body)
  const content = how === 'garbage' ? 'I think that' : '{"ready": true}'
  const usage = { prompt_tokens: 12, completion_tokens: 5 }
  json(response, 200, { choices: [{ message: { role: 'assistant', content } }], usage })
}

const server = createServer((request, response) => {
  answer(request, response).catch(() => response.destroy())
})
server.listen(Number(process.argv[2] ?? 0), '127.0.0.1', () => console.log(`listening on http://127.0.0.1:${server.address().port}`))
