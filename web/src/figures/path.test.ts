import { expect, it } from 'vitest'
import { addsUp, isBehind, plannedBy } from './path'

const PATH = [10, 10, 20, 20, 20, 20, 0, 0, 0, 0, 0, 1_900]

it('comes to what the months until then add up to', () => {
  expect([plannedBy(PATH, '2026-01'), plannedBy(PATH, '2026-03'), plannedBy(PATH, '2026-12')]).toEqual([10, 40, 2_000])
})

it('adds up to a plan that is off by no more than rounding, and to none', () => {
  expect([addsUp(PATH, 2_000), addsUp(PATH, 2_002), addsUp(PATH, 2_003), addsUp(PATH, 0)]).toEqual([true, true, false, true])
})

it('is behind below four fifths of what was planned by then', () => {
  expect([isBehind(PATH, '2026-03', 32), isBehind(PATH, '2026-03', 31), isBehind(PATH.map(() => 0), '2026-03', 0)]).toEqual([false, true, false])
})
