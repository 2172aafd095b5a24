import { expect, it } from 'vitest'
import type { Days, Numbers } from '@/api/generated'
import { figuresOf } from './figures'

const moved = (count: number, was: number | null): Numbers['red'] => ({ count, was, list: '/v1/issues?light=red' })
const numbers: Numbers = {
  as_of: '2026-03-06T02:00:00Z',
  was_at: '2026-03-05T16:00:00Z',
  region: null,
  red: moved(3, 2),
  yellow: moved(4, 4),
  open: moved(9, null),
  due_today: moved(0, 6),
  on_time: { rate: 0.914, was: 0.9, on_time: 20, struck_off: 22 },
}

function day(day: string, from: string, before: string): Days['days'][number] {
  const list = `/v1/issues?region=140100&closed_from=${from}&closed_before=${before}&state=closed`
  return { day, on_time: 0, new: { count: 0, list }, struck_off: { count: 11, list }, overdue: { count: 0, list } }
}

it('says how each number changed, and nothing where nobody knows', () => {
  expect(figuresOf(numbers, undefined).map(({ name, change }) => [name, change])).toEqual([
    ['red', 1],
    ['yellow', 0],
    ['open', null],
    ['falling', -6],
    ['rate', 1],
  ])
})

it('opens for a share all that was struck off in its days', () => {
  const days = { as_of: '', region: '140100', on_time_rate: 0.9, days: [day('a', '1', '2'), day('b', '2', '3')] }
  expect(figuresOf(numbers, days).at(-1)?.counted).toEqual({ count: 22, list: '/v1/issues?region=140100&closed_from=1&closed_before=3&state=closed' })
})

it('has no share where nothing was struck off', () => {
  const none = figuresOf({ ...numbers, on_time: { rate: null, was: null, on_time: 0, struck_off: 0 } }, undefined).at(-1)
  expect([none?.percent, none?.change]).toEqual([null, null])
})
