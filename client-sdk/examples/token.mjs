// What your backend does: a token for whoever it knows. Here `renexus token` makes one that opens every document.
import { execFileSync } from 'node:child_process'

export const url = process.env.RENEXUS_URL ?? 'http://127.0.0.1:8080'

export function token (name) {
  const { RENEXUS_BIN = 'renexus', RENEXUS_DATA = 'data' } = process.env
  const args = ['token', '--data', RENEXUS_DATA, '--document', '*', '--level', 'write', '--name', name]
  return execFileSync(RENEXUS_BIN, args, { encoding: 'utf8' }).trim()
}
