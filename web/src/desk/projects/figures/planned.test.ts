import { expect, it } from 'vitest'
import type { FigureView } from '@/api/generated'
import { plannedOf } from './planned'

const PATH = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]
const figure = (month: string, plan_months: number[] | null): FigureView => ({ month, plan_months }) as FigureView

it('adds up to each month that is reported of the last year with a plan by month', () => {
  const planned = plannedOf([figure('2025-12', PATH), figure('2026-03', PATH), figure('2026-01', PATH), figure('2026-12', PATH)])
  expect([...planned]).toEqual([['2026-03', 6], ['2026-01', 1], ['2026-12', 78]])
})

it('holds a month to the plan that it says, or to the last one', () => {
  const changed = PATH.map((fen) => fen * 2)
  expect([...plannedOf([figure('2026-01', null), figure('2026-02', PATH), figure('2026-03', changed)])]).toEqual([['2026-01', 2], ['2026-02', 3], ['2026-03', 12]])
})

it('knows nothing of a project without one', () => {
  expect(plannedOf([figure('2026-01', null)]).size).toBe(0)
  expect(plannedOf([]).size).toBe(0)
})
