import { expect, it } from 'vitest'
import type { Days } from '@/api/generated'
import { chartOf, totalOf } from './trend'

const number = (count: number): { count: number; list: string } => ({ count, list: '/v1/issues' })
const days: Days = {
  as_of: '2026-03-06T02:00:00Z',
  region: null,
  on_time_rate: null,
  days: [
    { day: '2026-03-05', new: number(3), struck_off: number(1), on_time: 1, overdue: number(0) },
    { day: '2026-03-06', new: number(2), struck_off: number(4), on_time: 3, overdue: number(1) },
  ],
}
const inks = { ink: '1', second: '2', line: '3', action: '4', green: '5', red: '6' }
const words = { new: '新增', struck_off: '销号', overdue: '逾期', summary: '近 30 天', day: (day: string) => day.slice(5) }

it('shows each day with its three numbers, and says in words what it shows', () => {
  const chart = chartOf(days, words, inks) as { series: { name: string; data: number[] }[]; aria: { label: { description: string } } }
  expect(chart.series.map(({ name, data }) => [name, ...data])).toEqual([
    ['新增', 3, 2],
    ['销号', 1, 4],
    ['逾期', 0, 1],
  ])
  expect(chart.aria.label.description).toBe('近 30 天')
  expect(totalOf(days, 'struck_off')).toBe(5)
})
