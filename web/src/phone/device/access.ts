/** Knows a phone's access: renewed by its key, with a counter that is kept before it is sent, so that a lost answer is asked for again. */
import { Problem } from '@/api/problem'
import { keeping } from '../kept/database'
import type { KeptKey } from '../kept/rows'
import { deviceOf, newAttempt, newKey, publicOf, signed, type Renewal } from './key'
import { alone } from './alone'
import { plainly } from './plainly'

/** Of an hour that an access lasts, what is used: the phone's clock may run differently. */
const USED_SHARE = 0.8
const SECOND_MS = 1000
const NONCES = 3

/** Nobody can speak for this person here: they have to sign in again. Their reports stay. */
export class SignedOut extends Error {
  constructor(readonly why: KeptKey['ended']) {
    super('signed out')
    this.name = 'SignedOut'
  }
}

/** While this phone was registered somebody else signed in: what it was given is theirs, and is not kept. */
export class NotTheirs extends Error {
  constructor() {
    super('another person signed in')
    this.name = 'NotTheirs'
  }
}

interface Granted {
  access_token: string
  expires_in: number
  counter: number
}

/** The counter and attempt to send: those that wait for their answer, else new ones, kept first. */
async function pendingOf(key: KeptKey): Promise<{ counter: number; attempt: string }> {
  if (key.pending) return key.pending
  const pending = { counter: key.counter + 1, attempt: newAttempt() }
  await keeping((database) => database.keys.update(key.person, { pending }))
  return pending
}

async function grantedBy(key: KeptKey, ask: (renewal: Renewal) => Promise<Granted>): Promise<string> {
  const { counter, attempt } = await pendingOf(key)
  for (let left = NONCES; ; left -= 1) {
    const { nonce } = await plainly<{ nonce: string }>('/v1/nonces', {})
    try {
      const granted = await ask(await signed(key.pair, key.device, nonce, counter, attempt))
      const until = Date.now() + granted.expires_in * SECOND_MS * USED_SHARE
      const now = { counter: granted.counter, pending: null, registered: true, access: granted.access_token, until, ended: null }
      await keeping((database) => database.keys.update(key.person, now))
      return granted.access_token
    } catch (error) {
      if (!(error instanceof Problem && error.slug === 'nonce-expired' && left > 0)) throw error
    }
  }
}

async function endedAs(person: string, error: unknown): Promise<never> {
  if (!(error instanceof Problem) || error.status !== 401) throw error
  const ended = error.slug === 'device-copied' ? 'device-copied' : 'device-ended'
  await keeping((database) => database.keys.update(person, { ended, access: null, until: 0 }))
  throw new SignedOut(ended)
}

/** The cookie says whose a new key is, and it may have changed since one asked: reports would go in another's name. */
async function demandOf(key: KeptKey, access: string): Promise<void> {
  const owner = await plainly<{ id: string }>('/v1/me', undefined, access)
  if (owner.id === key.person) return
  await keeping((database) => database.keys.delete(key.person))
  throw new NotTheirs()
}

/** Register this phone for the person whose session's cookie is here. Throws NotTheirs. */
export async function register(person: string, name: string): Promise<void> {
  await alone(`key ${person}`, async () => {
    const old = await keeping((database) => database.keys.get(person))
    if (old?.registered && !old.ended) return
    const key = old && !old.ended ? old : await made(person)
    const shown = await publicOf(key.pair)
    await grantedBy(key, async (renewal) => {
      const granted = await plainly<Granted>('/v1/me/devices', { name, key: shown, renewal })
      await demandOf(key, granted.access_token)
      return granted
    })
  })
}

async function made(person: string): Promise<KeptKey> {
  const pair = await newKey()
  const device = await deviceOf(pair)
  const key: KeptKey = { person, pair, device, counter: -1, pending: null, registered: false, access: null, until: 0, ended: null }
  await keeping((database) => database.keys.put(key))
  return key
}

function isGood(key: KeptKey): boolean {
  const left = key.until - Date.now()
  return key.access !== null && left > 0 && left <= 3600 * SECOND_MS
}

/** The access of a person on this phone; `renewed` where the server refused the one it was given. Throws SignedOut. */
export async function accessOf(person: string, renewed: boolean): Promise<string> {
  const before = await keeping((database) => database.keys.get(person))
  if (before && isGood(before) && !renewed) return before.access ?? ''
  return alone(`key ${person}`, async () => {
    const key = await keeping((database) => database.keys.get(person))
    if (!key?.registered || key.ended) throw new SignedOut(key?.ended ?? null)
    if (isGood(key) && key.access !== before?.access) return key.access ?? ''
    try {
      return await grantedBy(key, (renewal) => plainly(`/v1/devices/${key.device}/renew`, renewal))
    } catch (error) {
      return endedAs(person, error)
    }
  })
}
