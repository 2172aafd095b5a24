import { expect, it } from 'vitest'
import type { ClockTold, Firing } from '@/api/generated'
import { axisOf } from './axis'

const clock = (code: string, started_at: string, due_at: string, ended_at: string | null = null): ClockTold =>
  ({ code, round: 0, title_zh: code, title_en: code, condition: ended_at ? 'satisfied' : 'running', started_at, due_at, ended_at }) as unknown as ClockTold
const fired = (obligation: string, at: string): Firing =>
  ({ step: { obligation, round: 0, step: 'late', title_zh: '逾期', title_en: 'late', light: 'red' }, result: 'fired', at }) as unknown as Firing
const NOW = Date.parse('2026-03-06T00:00:00Z')

it('puts all clocks on one axis, the earliest at its left, the latest at its right', () => {
  const axis = axisOf(
    { clocks: [clock('deploy', '2026-03-02T00:00:00Z', '2026-03-03T00:00:00Z', '2026-03-02T12:00:00Z'), clock('resolve', '2026-03-02T00:00:00Z', '2026-03-12T00:00:00Z')], firings: [], coming: [] },
    [], NOW,
  )
  const [deploy, resolve] = axis.bars
  expect(deploy?.from).toBeCloseTo(0.03)
  expect(resolve?.to).toBeCloseTo(0.97)
  expect(axis.now).toBeGreaterThan(deploy?.to ?? 1)
  expect(axis.ticks.length).toBeLessThanOrEqual(7)
})

it('shows a clock that is late until now, with what fired and where it rested', () => {
  const told = { clocks: [clock('resolve', '2026-03-02T00:00:00Z', '2026-03-04T00:00:00Z')], firings: [fired('resolve', '2026-03-04T00:00:01Z'), fired('deploy', '2026-03-03T00:00:00Z')], coming: [] }
  const bar = axisOf(told, [{ code: 'resolve', round: 0, rests: [['2026-03-03T00:00:00Z', '2026-03-03T12:00:00Z']], paused_at: null }], NOW).bars[0]
  expect(bar?.to).toBeGreaterThan(bar?.due.x ?? 1)
  expect(bar?.fired).toHaveLength(1)
  expect(bar?.rests).toHaveLength(1)
})
