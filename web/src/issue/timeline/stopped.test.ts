import { expect, it } from 'vitest'
import { stoppedAt } from './stopped'

const clock = (code: string, due_at: string, ended_at: string | null = null, started_at = '2026-03-02T01:00:00Z') => ({ code, due_at, ended_at, started_at })

it('tells the clocks that a report ended from those that went on, the first due first', () => {
  const clocks = [
    clock('resolve', '2026-03-09T01:00:00Z'),
    clock('feedback', '2026-03-05T01:00:00Z', '2026-03-04T02:00:00+00:00'),
    clock('deploy', '2026-03-02T16:00:00Z', '2026-03-02T03:00:00Z'),
    clock('verify', '2026-03-12T01:00:00Z', null, '2026-03-06T01:00:00Z'),
  ]
  expect(stoppedAt('2026-03-03T01:00:00Z', clocks)).toEqual({ ended: [], running: [{ code: 'feedback', due_at: '2026-03-05T01:00:00Z' }, { code: 'resolve', due_at: '2026-03-09T01:00:00Z' }] })
  expect(stoppedAt('2026-03-04T02:00:00Z', clocks)).toEqual({ ended: ['feedback'], running: [{ code: 'resolve', due_at: '2026-03-09T01:00:00Z' }] })
})
