import { expect, it } from 'vitest'
import type { FigureView } from '@/api/generated'
import { besideMonth, lastOfMonths, monthsUntil } from '../months'
import { changedUnit, faultsOf, figureOf, newEntry, type Entry } from './entry'
import { askedAbout, oddOf } from './odd'

const YI = 10_000_000_000
const JANUARY = {
  id: 'j', month: '2026-01', version: 1, plan_year: 8 * YI, done_year: YI, progress: 1_250, stage: 'building', kind: 'carried-over',
  total: 20 * YI, started_on: '2025-04-18', due_start: null, due_complete: '2026-12-31', leader: '甲某', resumed: true, region_count: 2, zone: 'zone-jinzhong', unit: '', note: '', flags: [],
} as unknown as FigureView
const BESIDE = { figure: null, before: JANUARY }
const typed = (over: Partial<Entry> = {}): Entry => ({ ...newEntry('2026-02', BESIDE, 'yi'), done: '1.6', progress: '20', ...over })

it('begins from the plan and the stage of the last month, and not from what was done by then', () => {
  expect(newEntry('2026-02', BESIDE, 'yi')).toMatchObject({ plan: '8', done: '', progress: '', stage: 'building', kind: 'carried-over', started: '2025-04-18' })
})

it('begins in a new year without a plan', () => {
  expect(newEntry('2027-01', BESIDE)).toMatchObject({ plan: '', stage: 'building', kind: 'carried-over' })
})

it('begins a correction from what it corrects', () => {
  expect(newEntry('2026-01', { figure: JANUARY, before: null }, 'yi')).toMatchObject({ done: '1', progress: '12.5' })
})

it('says as before what the form does not ask, since a figure stands for itself', () => {
  expect(figureOf(typed(), BESIDE, 'code', 'unit')).toEqual({
    project: 'code', month: '2026-02', kind: 'carried-over', stage: 'building', plan_year: 8 * YI, done_year: 1.6 * YI, total: 20 * YI,
    progress: 2_000, due_start: null, due_complete: '2026-12-31', due_produce: null, leader: '甲某', started_on: '2025-04-18', resumed: true, region_count: 2, zone: 'zone-jinzhong', unit: 'unit', note: '',
  })
  expect(figureOf(typed({ stage: 'stopped' }), BESIDE, 'code', 'unit').resumed).toBe(false)
})

it('keeps amounts when their unit is chosen anew, and what is no amount as it was typed', () => {
  expect(changedUnit(typed({ done: '四亿' }), 'wan')).toMatchObject({ unit: 'wan', plan: '80000', done: '四亿' })
})

it('says at each field what cannot be', () => {
  expect(faultsOf(typed(), '2026-02-27', JANUARY)).toEqual({})
  expect(faultsOf(typed({ month: '2026-03', plan: '-8', done: '1e30', progress: '101', stage: '', started: '2026-03-01' }), '2026-02-27', JANUARY)).toEqual({
    month: 'future-month', plan: 'negative', done: 'too-much', progress: 'progress', stage: 'empty', started: 'future-day',
  })
  expect(faultsOf(typed({ plan: '', done: ' ', note: '字'.repeat(201) }), '2026-02-27', JANUARY)).toEqual({ plan: 'empty', done: 'empty', note: 'long' })
})

it('says of a plan that is ten thousand times the last one that its unit is mistaken', () => {
  expect(faultsOf(typed({ unit: 'wan', plan: '8', done: '1' }), '2026-02-27', JANUARY)).toEqual({ plan: 'unit-jump' })
  expect(faultsOf(typed({ month: '2027-01', unit: 'wan', plan: '8', done: '1' }), '2027-01-31', JANUARY)).toEqual({})
})

it('asks about what may be a slip', () => {
  expect(oddOf(typed(), JANUARY)).toEqual([])
  expect(oddOf(typed({ done: '12.5' }), JANUARY)).toEqual(['over-plan'])
  expect(oddOf(typed({ done: '0.9' }), JANUARY)).toEqual(['progress-back'])
  expect(oddOf(typed({ progress: '12' }), JANUARY)).toEqual(['progress-back'])
  expect(oddOf(typed({ done: '0.00016' }), JANUARY)).toEqual(['progress-back', 'done-jump'])
  expect(oddOf(typed({ plan: '0', started: '2026-03-01' }), null)).toEqual(['plan-zero', 'started-later'])
  expect(askedAbout(['over-plan'], ['over-plan', 'gap'])).toEqual(['over-plan', 'gap'])
})

it('knows the last figure of each month and what a month stands beside', () => {
  const corrected = { ...JANUARY, id: 'k', version: 2 }
  const april = { ...JANUARY, id: 'a', month: '2026-04' }
  expect([...lastOfMonths([april, corrected, JANUARY]).values()].map(({ id }) => id)).toEqual(['k', 'a'])
  expect(besideMonth([JANUARY, corrected, april], '2026-03')).toEqual({ figure: null, before: corrected })
  expect(besideMonth([JANUARY, corrected], '2026-01')).toEqual({ figure: corrected, before: null })
})

it('offers the months of a year back, over the turn of one', () => {
  expect(monthsUntil('2026-02-27').slice(0, 3)).toEqual(['2026-02', '2026-01', '2025-12'])
  expect(monthsUntil('2026-02-27')).toHaveLength(12)
})
