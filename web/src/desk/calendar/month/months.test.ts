import { expect, it } from 'vitest'
import type { CalendarDay } from '@/api/generated'
import { dateOf, markOf, monthsOf, unsettledFrom } from './months'

const day = (at: string, more: Partial<CalendarDay> = {}): CalendarDay => ({
  day: at, kind: 'working', working: true, provisional: false, name_zh: null, name_en: null, ordered_by: null, ...more,
})
const february = Array.from({ length: 28 }, (_, n) => day(`2026-02-${String(n + 1).padStart(2, '0')}`))

it('lays a month out Monday first, whole weeks, with nothing where another month is', () => {
  const month = monthsOf(february)[0]
  expect(month?.weeks.map((week) => week.map((one) => one && dateOf(one)))).toEqual([
    [null, null, null, null, null, null, 1],
    [2, 3, 4, 5, 6, 7, 8],
    [9, 10, 11, 12, 13, 14, 15],
    [16, 17, 18, 19, 20, 21, 22],
    [23, 24, 25, 26, 27, 28, null],
  ])
})

it('tells a holiday of the country from a closing that a place ordered, by who ordered it', () => {
  expect(markOf(day('2026-02-16', { kind: 'holiday', name_zh: '春节', name_en: 'Spring Festival' }))).toBe('rest')
  expect(markOf(day('2027-01-01', { kind: 'holiday' }))).toBe('rest')
  expect(markOf(day('2026-03-03', { kind: 'holiday', name_zh: '暴雪停工', ordered_by: '140100' }))).toBe('shut')
  expect(markOf(day('2027-02-20', { kind: 'holiday', name_zh: '全国哀悼日' }))).toBe('rest')
  expect(markOf(day('2026-02-14', { kind: 'made_up', name_zh: '春节', name_en: 'Spring Festival' }))).toBe('made_up')
})

it('counts the days worked, and puts days in a row of one order together', () => {
  const off = { kind: 'holiday', working: false, name_zh: '春节', name_en: 'Spring Festival' } as const
  const days = february.map((one) => (one.day >= '2026-02-16' && one.day <= '2026-02-18') || one.day === '2026-02-20' ? { ...one, ...off } : one)
  const month = monthsOf(days)[0]
  expect(month?.working).toBe(24)
  expect(month?.spells.map(({ first, last }) => [first.day, last.day])).toEqual([
    ['2026-02-16', '2026-02-18'],
    ['2026-02-20', '2026-02-20'],
  ])
})

it('says from when on days may change, and in which months', () => {
  const days = [day('2026-11-30'), day('2026-12-25'), day('2026-12-26', { provisional: true })]
  expect(unsettledFrom(days)).toBe('2026-12-26')
  expect(unsettledFrom(february)).toBeNull()
  expect(monthsOf(days).map(({ provisional }) => provisional)).toEqual([false, true])
})
