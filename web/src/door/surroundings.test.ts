/** The door tells of a clock that would spoil six digits, of who is here, and of nothing that it does not know. */
import { afterEach, expect, it, vi } from 'vitest'
import { lookAround, minutesFast } from './surroundings'

const NOON = 'Fri, 27 Nov 2026 12:00:00 GMT'

afterEach(() => vi.unstubAllGlobals())

it('tells by how many minutes a device is fast or slow, once it matters', () => {
  expect(minutesFast(NOON, Date.parse(NOON) + 59_000)).toBeNull()
  expect(minutesFast(NOON, Date.parse(NOON) + 600_000)).toBe(10)
  expect(minutesFast(NOON, Date.parse(NOON) - 7_200_000)).toBe(-120)
  expect(minutesFast(null, 0)).toBeNull()
})

it('finds who is signed in, or nobody', async () => {
  vi.stubGlobal('fetch', async () => Response.json({ id: 'staff-1', name: '甲' }))
  expect((await lookAround()).here).toMatchObject({ id: 'staff-1' })
  vi.stubGlobal('fetch', async () => Response.json({}, { status: 401 }))
  expect((await lookAround()).here).toBeNull()
  vi.stubGlobal('fetch', async () => Promise.reject(new TypeError('no line')))
  expect(await lookAround()).toEqual({ here: null, minutesFast: null })
})
