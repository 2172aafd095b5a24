// @vitest-environment happy-dom
/** Who signed in again on a phone whose key was ended is taken in under the page they came for, which is not loaded anew. */
import 'fake-indexeddb/auto'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { ask } from '@/api/ask'
import { keepAnswer } from '../kept/answers'
import { kept } from '../kept/database'
import { accessOf, register } from './access'
import { enter, person, registering } from './person'

const WHO = { id: 'inspector-1', role: 'inspector', proven_at: '2026-11-27T01:00:00Z' }
const reload = vi.fn()

function serve(session: Response | null): string[] {
  const asked: string[] = []
  vi.stubGlobal('fetch', async (path: string, init?: RequestInit) => {
    asked.push(`${path} ${new Headers(init?.headers).get('Authorization') ?? 'cookie'}`)
    if (path === '/v1/nonces') return Response.json({ nonce: 'n' })
    if (path === '/v1/me/devices') return Response.json({ access_token: 'xd_new', expires_in: 3600, counter: 0 })
    if (path.endsWith('/renew')) return Response.json({ type: 'urn:xiaohao:problem:device-ended' }, { status: 401 })
    if (path === '/v1/me' && session === null) throw new TypeError('no line')
    return path === '/v1/me' && session ? session.clone() : Response.json({})
  })
  return asked
}

beforeEach(async () => {
  vi.stubGlobal('location', { reload })
  serve(Response.json(WHO))
  await keepAnswer('who', WHO)
  await register(WHO.id, 'phone')
  await accessOf(WHO.id, true).catch(() => undefined)
})
afterEach(async () => {
  vi.unstubAllGlobals()
  reload.mockClear()
  await kept.keys.clear()
  await kept.answers.clear()
})

it('registers the phone again while the page is used, without loading it anew', async () => {
  expect((await kept.keys.get(WHO.id))?.ended).toBe('device-ended')
  const asked = serve(Response.json({ ...WHO, proven_at: '2026-11-27T02:00:00Z' }))
  expect(await enter()).toBe(true)
  await ask('/v1/issues')
  await vi.waitUntil(() => !registering.value)
  await ask('/v1/alerts')
  expect(asked).toContain('/v1/alerts Bearer xd_new')
  expect(await kept.keys.get(WHO.id)).toMatchObject({ registered: true, ended: null })
  expect(reload).not.toHaveBeenCalled()
})

it('shows what it keeps, and asks for nothing, while its key is ended and there is no line', async () => {
  serve(null)
  expect(await enter()).toBe(true)
  await expect(ask('/v1/issues')).rejects.toThrow('signed out')
})

it('is for who took over from the first, without showing who was before', async () => {
  sessionStorage.setItem('xiaohao.another-came', '1')
  serve(Response.json({ id: 'inspector-2', role: 'inspector', proven_at: '2026-11-27T03:00:00Z' }))
  await kept.keys.update(WHO.id, { ended: null })
  expect(await enter()).toBe(true)
  expect(person.value?.id).toBe('inspector-2')
})
