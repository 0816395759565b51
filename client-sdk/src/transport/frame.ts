import * as decoding from 'lib0/decoding'

/** Types of messages on the named socket. */
const SYNC = 0
const STATELESS = 5
const SYNC_STATUS = 8
/** Types of messages inside of a Sync message. */
const STEP2 = 1
const UPDATE = 2

/** What matters of a message to those who keep books of it. */
export type Told =
  | { readonly kind: 'step2' | 'update' }
  | { readonly kind: 'status'; readonly saved: boolean }
  | { readonly kind: 'stateless'; readonly text: string }

/** Reads whom a frame is for and what it says; null for everything that needs no books. */
export function read(frame: Uint8Array): { readonly name: string; readonly told: Told } | null {
  // Ping and Pong are one byte without a name.
  if (frame.length < 2) return null
  const decoder = decoding.createDecoder(frame)
  const name = decoding.readVarString(decoder)
  const type = decoding.readVarUint(decoder)
  if (type === SYNC) {
    const step = decoding.readVarUint(decoder)
    if (step === STEP2) return { name, told: { kind: 'step2' } }
    return step === UPDATE ? { name, told: { kind: 'update' } } : null
  }
  if (type === SYNC_STATUS) return { name, told: { kind: 'status', saved: decoding.readVarUint(decoder) === 1 } }
  if (type === STATELESS) return { name, told: { kind: 'stateless', text: decoding.readVarString(decoder) } }
  return null
}
