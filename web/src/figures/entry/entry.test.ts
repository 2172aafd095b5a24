import { expect, it } from 'vitest'
import type { FigureView } from '@/api/generated'
import { besideMonth, lastOfMonths, monthsUntil, withdrawnMonths } from '../months'
import { changedUnit, faultsOf, figureOf, newEntry, pathOf, wholeEntry, type Entry } from './entry'
import { askedAbout, oddOf } from './odd'

const YI = 10_000_000_000
const JANUARY = {
  id: 'j', month: '2026-01', version: 1, plan_year: 8 * YI, done_year: YI, progress: 1_250, stage: 'building', kind: 'carried-over',
  total: 20 * YI, started_on: '2025-04-18', due_start: null, due_complete: '2026-12-31', leader: '甲某', resumed: true, region_count: 2, zone: 'zone-jinzhong', unit: '', note: '', flags: [],
} as unknown as FigureView
const BESIDE = { figure: null, before: JANUARY }
const PLANNED = { figure: null, before: { ...JANUARY, plan_months: [1, 0.5, ...Array<number>(10).fill(0.65)].map((yi) => yi * YI) } }
const BLANK = Array<string>(12).fill('')
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

it('begins from the days, the leader and the plan by month that were said last, this of the same year alone', () => {
  expect(newEntry('2026-02', PLANNED, 'yi')).toMatchObject({ complete: '2026-12-31', produce: '', leader: '甲某', path: ['1', '0.5', ...Array<string>(10).fill('0.65')] })
  expect(newEntry('2027-01', PLANNED)).toMatchObject({ complete: '2026-12-31', leader: '甲某', path: BLANK })
})

it('makes a draft whole that was begun before the form asked as much', () => {
  const { complete, produce, leader, path, ...old } = typed({ plan: '9' })
  expect(wholeEntry(old, PLANNED)).toEqual({ ...newEntry('2026-02', PLANNED, 'yi'), ...old, plan: '9' })
  expect(wholeEntry({ ...old, complete, produce, leader, path }, PLANNED)).toEqual({ ...old, complete, produce, leader, path })
})

it('says a plan by month where some of it is filled in, and is silent where none is', () => {
  expect(pathOf(typed({ path: BLANK }))).toBeNull()
  expect(figureOf(typed({ path: BLANK }), PLANNED, 'code', null)).not.toHaveProperty('plan_months')
  const some = typed({ path: ['', '3', ...BLANK.slice(2)], produce: '2027-03-01', leader: ' 乙某 ' })
  expect(figureOf(some, BESIDE, 'code', null)).toMatchObject({ plan_months: [0, 3 * YI, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0], due_produce: '2027-03-01', leader: '乙某' })
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
  expect(changedUnit(typed({ path: ['', '0.5', '一', ...BLANK.slice(3)] }), 'wan').path.slice(0, 3)).toEqual(['', '5000', '一'])
})

it('says at each field what cannot be', () => {
  expect(faultsOf(typed(), '2026-02-27', JANUARY)).toEqual({})
  expect(faultsOf(typed({ month: '2026-03', plan: '-8', done: '1e30', progress: '101', stage: '', started: '2026-03-01' }), '2026-02-27', JANUARY)).toEqual({
    month: 'future-month', plan: 'negative', done: 'too-much', progress: 'progress', stage: 'empty', started: 'future-day',
  })
  expect(faultsOf(typed({ plan: '', done: ' ', note: '字'.repeat(201) }), '2026-02-27', JANUARY)).toEqual({ plan: 'empty', done: 'empty', note: 'long' })
  expect(faultsOf(typed({ leader: '字'.repeat(201), path: ['-1', '一', ...BLANK.slice(2)] }), '2026-02-27', JANUARY)).toEqual({ leader: 'long', 'path.0': 'negative', 'path.1': 'unreadable' })
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
  expect(oddOf(typed({ path: ['1', '1', '6', ...BLANK.slice(3)] }), JANUARY)).toEqual([])
  expect(oddOf(typed({ path: ['1', '1.1', ...BLANK.slice(2)] }), JANUARY)).toEqual(['plan-parts', 'behind-path'])
  expect(oddOf(typed({ path: ['1', '1.1', ...BLANK.slice(2)], stage: 'terminated' }), JANUARY)).toEqual(['plan-parts'])
  expect(askedAbout(['over-plan'], ['over-plan', 'gap'])).toEqual(['over-plan', 'gap'])
})

it('knows the last figure of each month and what a month stands beside', () => {
  const corrected = { ...JANUARY, id: 'k', version: 2 }
  const april = { ...JANUARY, id: 'a', month: '2026-04' }
  expect([...lastOfMonths([april, corrected, JANUARY]).values()].map(({ id }) => id)).toEqual(['k', 'a'])
  expect(besideMonth([JANUARY, corrected, april], '2026-03')).toEqual({ figure: null, before: corrected })
  expect(besideMonth([JANUARY, corrected], '2026-01')).toEqual({ figure: corrected, before: null })
})

it('takes a month whose last figure was withdrawn as one that nobody reported, until it is reported anew', () => {
  const february = { ...JANUARY, id: 'f', month: '2026-02', withdrawn: '报错了项目' }
  expect([...lastOfMonths([JANUARY, february]).keys()]).toEqual(['2026-01'])
  expect(besideMonth([JANUARY, february], '2026-02')).toEqual({ figure: null, before: JANUARY })
  expect(besideMonth([JANUARY, february], '2026-03')).toEqual({ figure: null, before: JANUARY })
  expect(withdrawnMonths([JANUARY, february]).map(({ id }) => id)).toEqual(['f'])
  const anew = { ...february, id: 'g', version: 2, withdrawn: '' }
  expect(withdrawnMonths([february, anew])).toEqual([])
  expect(lastOfMonths([february, anew]).get('2026-02')).toBe(anew)
})

it('offers the months of a year back, over the turn of one', () => {
  expect(monthsUntil('2026-02-27').slice(0, 3)).toEqual(['2026-02', '2026-01', '2025-12'])
  expect(monthsUntil('2026-02-27')).toHaveLength(12)
  expect(monthsUntil('2026-02-27', 15).pop()).toBe('2024-12')
})
