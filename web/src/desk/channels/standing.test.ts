import { expect, it } from 'vitest'
import { standingOf } from './standing'

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
