/** A phone's counter is kept before it is sent; a lost answer is asked for with the same; who is ended is told. */
import 'fake-indexeddb/auto'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { kept } from '../kept/database'
import { accessOf, NotTheirs, register, SignedOut } from './access'

const PERSON = 'inspector-1'
interface Sent {
  path: string
  counter: number
  attempt: string
}

function serve(answer: (path: string, times: number) => Response | 'lost', owner = PERSON): Sent[] {
  const sent: Sent[] = []
  vi.stubGlobal('fetch', async (path: string, init: RequestInit) => {
    if (path === '/v1/nonces') return Response.json({ nonce: 'n' })
    if (path === '/v1/me') return Response.json({ id: owner })
    const body = JSON.parse(init.body as string) as { renewal?: Sent } & Sent
    sent.push({ path, counter: (body.renewal ?? body).counter, attempt: (body.renewal ?? body).attempt })
    const said = answer(path, sent.length)
    if (said === 'lost') throw new TypeError('no line')
    return said
  })
  return sent
}

const granted = (counter: number): Response => Response.json({ access_token: `xd_${counter}`, expires_in: 3600, counter })

beforeEach(() => kept.keys.clear())
afterEach(() => vi.unstubAllGlobals())

it('asks for a lost answer with the same counter and attempt', async () => {
  const sent = serve((_, times) => (times === 2 ? 'lost' : granted(times === 1 ? 0 : 1)))
  await register(PERSON, 'phone')
  await expect(accessOf(PERSON, true)).rejects.toThrow()
  expect((await kept.keys.get(PERSON))?.pending).toMatchObject({ counter: 1 })
  expect(await accessOf(PERSON, true)).toBe('xd_1')
  expect(sent[2]).toEqual(sent[1])
})

it('uses an access as long as it lasts', async () => {
  const sent = serve(() => granted(0))
  await register(PERSON, 'phone')
  expect(await accessOf(PERSON, false)).toBe('xd_0')
  expect(sent).toHaveLength(1)
})

it.each(['device-ended', 'device-copied'] as const)('says that it is %s, and asks no more', async (slug) => {
  const sent = serve((_, times) => (times === 1 ? granted(0) : Response.json({ type: `urn:xiaohao:problem:${slug}` }, { status: 401 })))
  await register(PERSON, 'phone')
  await expect(accessOf(PERSON, true)).rejects.toThrow(SignedOut)
  await expect(accessOf(PERSON, false)).rejects.toMatchObject({ why: slug })
  expect(sent).toHaveLength(2)
})

it('takes a new key after the old one ended', async () => {
  serve(() => granted(0))
  await register(PERSON, 'phone')
  const before = (await kept.keys.get(PERSON))?.device
  await kept.keys.update(PERSON, { ended: 'device-ended' })
  await register(PERSON, 'phone')
  expect(await kept.keys.get(PERSON)).toMatchObject({ ended: null, registered: true })
  expect((await kept.keys.get(PERSON))?.device).not.toBe(before)
})

it('has a key that cannot be taken out', async () => {
  serve(() => granted(0))
  await register(PERSON, 'phone')
  const pair = (await kept.keys.get(PERSON))?.pair
  expect(pair?.privateKey.extractable).toBe(false)
})

it('keeps no key that the cookie of another person registered meanwhile', async () => {
  serve(() => granted(0), 'inspector-2')
  await expect(register(PERSON, 'phone')).rejects.toThrow(NotTheirs)
  expect(await kept.keys.get(PERSON)).toBeUndefined()
  await expect(accessOf(PERSON, false)).rejects.toThrow(SignedOut)
})
