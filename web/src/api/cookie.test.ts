/** A sign-out without a line comes before all else that the cookie would ask, and a page is for one person. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { ask, whenRefused } from './ask'
import { meantFor, rememberSignOut } from './cookie'
import { Problem, Unreachable } from './problem'

let line = true
let asked: [string, string | null][] = []

beforeEach(() => {
  line = true
  asked = []
  const store = new Map<string, string>()
  vi.stubGlobal('localStorage', { getItem: (key: string) => store.get(key) ?? null, setItem: (key: string, value: string) => store.set(key, value), removeItem: (key: string) => store.delete(key) })
  vi.stubGlobal('fetch', (path: string, init: RequestInit) => {
    if (!line) return Promise.reject(new TypeError('no line'))
    asked.push([path, new Headers(init.headers).get('Xiaohao-Person')])
    return Promise.resolve(path === '/v1/sign-out' ? new Response(null, { status: 204 }) : Response.json({ id: 'x' }))
  })
})
afterEach(() => {
  meantFor(null)
  vi.unstubAllGlobals()
})

it('ends the session of who signed out without a line, before anything else is asked, and once', async () => {
  rememberSignOut()
  line = false
  await expect(ask('/v1/me')).rejects.toThrow(Unreachable)
  line = true
  await Promise.all([ask('/v1/me'), ask('/v1/issues')])
  await ask('/v1/alerts')
  expect(asked.map(([path]) => path)).toEqual(['/v1/sign-out', '/v1/me', '/v1/issues', '/v1/alerts'])
})

it('says for whom the page is, and is loaded anew where somebody else signed in', async () => {
  const reload = vi.fn()
  vi.stubGlobal('location', { reload })
  await ask('/v1/me')
  meantFor('clerk-1')
  await ask('/v1/issues')
  expect(asked).toEqual([['/v1/me', null], ['/v1/issues', 'clerk-1']])
  vi.stubGlobal('fetch', () => Promise.resolve(Response.json({ type: 'urn:xiaohao:problem:another-person' }, { status: 401 })))
  await expect(ask('/v1/issues')).rejects.toThrow(Problem)
  expect(reload).toHaveBeenCalledOnce()
})

it('tells each refusal to who follows it, by whichever way it was asked', async () => {
  const slugs: string[] = []
  whenRefused((problem) => slugs.push(problem.slug))
  vi.stubGlobal('fetch', () => Promise.resolve(Response.json({ type: 'urn:xiaohao:problem:missing-token' }, { status: 401 })))
  await expect(ask('/v1/matters', { method: 'POST', body: {} })).rejects.toThrow(Problem)
  whenRefused(null)
  expect(slugs).toEqual(['missing-token'])
})
