import { expect, it } from 'vitest'
import type { LineClock } from '@/api/generated'
import { drawn } from './lights'
import { strip } from './strip'

const clock = (code: string, condition: LineClock['condition'], round = 0): LineClock =>
  ({ code, condition, round, title_zh: '整改', title_en: 'Mend', due_at: '2026-03-06T00:00:00Z' })
const standings = (clocks: LineClock[]): string[] => strip(clocks).map(({ sign, standing }) => `${sign}:${standing}`)

it('always has the five cells of 13710, those not begun too', () => {
  expect(standings([clock('deploy', 'satisfied'), clock('feedback', 'overdue'), clock('resolve', 'running')])).toEqual([
    '1:done', '3:late', '7:running', '核:not-begun', '0:not-begun',
  ])
})

it('shows the last round of a clock', () => {
  expect(standings([clock('resolve', 'extended'), clock('resolve', 'overdue', 1)])[2]).toBe('7:late')
})

it('shows the clocks of another policy by the first letter of their title', () => {
  expect(standings([clock('mend', 'resting')])).toEqual(['整:resting'])
})

it('gives what is over no light, and a light that nobody knows a grey one', () => {
  expect(drawn('red', 'closed').tone).toBe('grey')
  expect(drawn('red', 'assigned')).toEqual({ shape: '▲', tone: 'red' })
  expect(drawn('violet').tone).toBe('grey')
})
