import { expect, it } from 'vitest'
import { isStuck, isUnderWay, standingOf } from './standing'

const NOW = Date.parse('2026-03-06T08:00:00Z')
const ok = { state: 'ok', failing_since: null, blocked_until: null } as const

it('says since when an endpoint fails, and until when its service shuts it out', () => {
  expect(standingOf({ ...ok, state: 'failing', failing_since: '2026-03-06T07:00:00Z' }, NOW)).toMatchObject({ word: 'failing', tone: 'red', at: '2026-03-06T07:00:00Z' })
  expect(standingOf({ ...ok, blocked_until: '2026-03-06T08:10:00Z' }, NOW)).toMatchObject({ word: 'blocked', at: '2026-03-06T08:10:00Z' })
  expect(standingOf({ ...ok, blocked_until: '2026-03-06T07:50:00Z' }, NOW).word).toBe('quiet')
})

it('claims no more of the others than that nothing is known to fail', () => {
  expect(standingOf(ok, NOW)).toMatchObject({ word: 'quiet', at: null })
  expect(standingOf({ ...ok, state: 'disabled', failing_since: '2026-03-06T07:00:00Z' }, NOW)).toMatchObject({ word: 'disabled', at: null })
})

it('says of a trial that nobody ends that it is stuck, and of one that ended never', () => {
  const trial = { id: 'tst_1', by: 'admin-140000', by_name: null, at: '2026-03-06T08:00:00Z', state: 'waiting', says: '', done_at: null } as const
  expect([isUnderWay(trial), isStuck(trial, NOW + 5_000), isStuck(trial, NOW + 60_000)]).toEqual([true, false, true])
  const done = { ...trial, state: 'failed', done_at: '2026-03-06T08:00:01Z' } as const
  expect([isUnderWay(done), isStuck(done, NOW + 60_000), isStuck(null, NOW)]).toEqual([false, false, false])
})
