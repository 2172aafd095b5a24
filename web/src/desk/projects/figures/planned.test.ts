import { expect, it } from 'vitest'
import type { FigureView } from '@/api/generated'
import { plannedMonths } from './planned'

const PATH = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]
const figure = (month: string, plan_months: number[] | null, done_year: number | null = null): FigureView => ({ month, version: 1, plan_months, done_year }) as FigureView

it('adds up to each month of the last year with a plan by month, reported or to come', () => {
  const planned = plannedMonths([figure('2025-12', PATH, 70), figure('2026-02', PATH, 2), figure('2026-01', PATH, 1)])
  expect(planned).toHaveLength(12)
  expect(planned.slice(0, 3)).toEqual([{ month: '2026-01', planned: 1, done: 1 }, { month: '2026-02', planned: 3, done: 2 }, { month: '2026-03', planned: 6, done: null }])
  expect(planned[11]).toEqual({ month: '2026-12', planned: 78, done: null })
})

it('holds a month that was reported to the plan that it says, and one to come to the last one', () => {
  const changed = PATH.map((fen) => fen * 2)
  expect(plannedMonths([figure('2026-01', null), figure('2026-02', PATH), figure('2026-03', changed)]).slice(0, 4).map(({ planned }) => planned)).toEqual([null, 3, 12, 20])
})

it('leaves a year behind once another one is reported', () => {
  expect(plannedMonths([figure('2025-12', PATH), figure('2026-01', null)])).toEqual([])
})

it('counts a month that was withdrawn as one to come', () => {
  const withdrawn = { ...figure('2026-02', null, 9), withdrawn: '报错了' }
  expect(plannedMonths([figure('2026-01', PATH, 1), withdrawn])[1]).toEqual({ month: '2026-02', planned: 3, done: null })
})

it('knows none of a project without one', () => {
  expect(plannedMonths([figure('2026-01', null)])).toEqual([])
  expect(plannedMonths([])).toEqual([])
})
