import { describe, expect, it } from 'vitest'
import type { Days } from '@/api/generated'
import { drawn, topOf, totalOf } from './trend'

const number = (count: number): { count: number; list: string } => ({ count, list: '/v1/issues' })
const days: Days = {
  as_of: '2026-03-06T02:00:00Z',
  region: null,
  on_time_rate: null,
  days: [
    { day: '2026-03-05', new: number(4), struck_off: number(1), on_time: 1, overdue: number(0) },
    { day: '2026-03-06', new: number(2), struck_off: number(0), on_time: 0, overdue: number(4) },
  ],
}

describe('the drawing of days', () => {
  const drawing = drawn(days, { width: 456, height: 232 })

  it('has a bar as high as its number, and none for nothing', () => {
    expect(drawing.bars.map(({ kind, height }) => [kind, height])).toEqual([
      ['new', 200],
      ['struck_off', 50],
      ['new', 100],
    ])
  })

  it('leads the line of what is overdue through each day', () => {
    expect(drawing.line.map(({ y }) => y)).toEqual([208, 8])
  })

  it('writes as many days as there is room for, the last one always', () => {
    const narrow = drawn({ ...days, days: Array.from({ length: 30 }, (_, n) => ({ day: `d${n}`, new: number(0), struck_off: number(0), on_time: 0, overdue: number(0) })) }, { width: 356, height: 232 })
    expect(narrow.days.map(({ day }) => day)).toEqual(['d5', 'd13', 'd21', 'd29'])
  })

  it('counts in whole issues', () => {
    expect([0, 3, 4, 5, 10, 17, 130].map(topOf)).toEqual([4, 4, 4, 8, 12, 20, 160])
  })

  it('sums what it shows', () => {
    expect(totalOf(days, 'new')).toBe(6)
  })
})
