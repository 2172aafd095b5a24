import { afterEach, describe, expect, it, vi } from 'vitest'
import { Problem, Unreachable } from '@/api/problem'
import { prove, refusalOf } from './proof'
import { minutesWrong } from './surroundings'

const problem = (status: number, slug: string, more: object = {}): Problem => new Problem(status, { type: `urn:xiaohao:problem:${slug}`, detail: '错 / wrong', ...more })

afterEach(() => vi.unstubAllGlobals())

describe('a refusal at the front door', () => {
  it.each([
    ['sign-in-refused', 'refused'],
    ['second-factor-needed', 'digits-needed'],
    ['second-factor-wrong', 'digits-wrong'],
    ['sign-in-busy', 'busy'],
    ['not-private', 'not-allowed'],
    ['what-is-new', 'failed'],
  ])('%s is %s', (slug, kind) => {
    expect(refusalOf(problem(401, slug)).kind).toBe(kind)
  })

  it('says when one may try again, where the server does', () => {
    expect(refusalOf(problem(429, 'too-many-tries'), '90')).toMatchObject({ kind: 'too-many', seconds: 90 })
    expect(refusalOf(problem(429, 'too-many-tries'))).toMatchObject({ kind: 'too-many', seconds: null })
  })

  it('shows what is wrong with a new password, in both languages', () => {
    const faults = [{ where: '$.new_password', slug: 'too-short', detail: '太短；too short' }]
    expect(refusalOf(problem(422, 'invalid', { faults }))).toMatchObject({ kind: 'weak', text: '太短 / too short' })
  })

  it('is the same for what can be no id, and for what can be no six digits', () => {
    expect(refusalOf(problem(422, 'invalid', { faults: [{ where: '$.person_id' }] })).kind).toBe('refused')
    expect(refusalOf(problem(422, 'invalid', { faults: [{ where: '$.totp' }] })).kind).toBe('digits-wrong')
  })

  it('tells no answer from a refusal', () => {
    expect(refusalOf(new Unreachable(null)).kind).toBe('offline')
  })
})

describe('proving who one is', () => {
  it('ends with nothing to say where it succeeds', async () => {
    vi.stubGlobal('fetch', async () => Response.json({ person_id: 'a' }))
    expect(await prove({ person_id: 'a', password: 'b' })).toBeNull()
  })

  it('reads when to come back off the answer', async () => {
    const body = JSON.stringify({ type: 'urn:xiaohao:problem:too-many-tries' })
    vi.stubGlobal('fetch', async () => new Response(body, { status: 429, headers: { 'Retry-After': '61' } }))
    expect(await prove({ person_id: 'a', password: 'b' })).toMatchObject({ kind: 'too-many', seconds: 61 })
  })

  it('knows a line that is down', async () => {
    vi.stubGlobal('fetch', async () => Promise.reject(new TypeError('no line')))
    expect(await prove({ person_id: 'a', password: 'b' })).toMatchObject({ kind: 'offline' })
  })
})

describe('the clock of this device', () => {
  const date = 'Fri, 27 Nov 2026 14:00:00 GMT'
  const at = Date.parse(date)

  it('is told of when it is minutes wrong, either way', () => {
    expect([minutesWrong(date, at + 600_000), minutesWrong(date, at - 600_000)]).toEqual([10, -10])
  })

  it('is left in peace within a minute, and where nobody says the time', () => {
    expect([minutesWrong(date, at + 50_000), minutesWrong(null, at)]).toEqual([null, null])
  })
})
