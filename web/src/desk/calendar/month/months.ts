/** Knows how a year's days lie in months and weeks, how each is marked, and from when on they may still change. */
import type { CalendarDay } from '@/api/generated'

const WEEK = 7
const DAY_MS = 86_400_000

/** How a day is marked: of the plain week, off by the country's notice, closed by a place's own order, or made up. */
export type Mark = 'plain' | 'weekend' | 'rest' | 'shut' | 'made_up'

export interface Spell {
  first: CalendarDay
  last: CalendarDay
  mark: Mark
}

export interface Month {
  number: number
  /** Monday first; null where the week's day is of another month. */
  weeks: (CalendarDay | null)[][]
  working: number
  provisional: boolean
  /** What was ordered, days in a row of one name together. */
  spells: Spell[]
}

export function markOf({ kind, ordered_by }: CalendarDay): Mark {
  if (kind === 'made_up') return 'made_up'
  if (kind === 'holiday') return ordered_by === null ? 'rest' : 'shut'
  return kind === 'weekend' ? 'weekend' : 'plain'
}

export function dateOf({ day }: CalendarDay): number {
  return Number(day.slice(8))
}

export function monthsOf(days: readonly CalendarDay[]): Month[] {
  const numbers = [...new Set(days.map(({ day }) => Number(day.slice(5, 7))))]
  return numbers.map((number) => monthOf(number, days.filter(({ day }) => Number(day.slice(5, 7)) === number)))
}

function monthOf(number: number, days: readonly CalendarDay[]): Month {
  return {
    number,
    weeks: weeksOf(days),
    working: days.filter(({ working }) => working).length,
    provisional: days.some(({ provisional }) => provisional),
    spells: spellsOf(days),
  }
}

function weeksOf(days: readonly CalendarDay[]): (CalendarDay | null)[][] {
  const before = days[0] ? (new Date(days[0].day).getUTCDay() + WEEK - 1) % WEEK : 0
  const cells: (CalendarDay | null)[] = [...Array<null>(before).fill(null), ...days]
  while (cells.length % WEEK) cells.push(null)
  return Array.from({ length: cells.length / WEEK }, (_, week) => cells.slice(week * WEEK, (week + 1) * WEEK))
}

function spellsOf(days: readonly CalendarDay[]): Spell[] {
  const spells: Spell[] = []
  for (const day of days) {
    const mark = markOf(day)
    if (mark === 'plain' || mark === 'weekend') continue
    const open = spells.at(-1)
    if (open && open.mark === mark && open.last.name_zh === day.name_zh && open.last.ordered_by === day.ordered_by && Date.parse(day.day) - Date.parse(open.last.day) === DAY_MS) open.last = day
    else spells.push({ first: day, last: day, mark })
  }
  return spells
}

/** The first day that a notice to come may change, or null where all are settled. */
export function unsettledFrom(days: readonly CalendarDay[]): string | null {
  return days.find(({ provisional }) => provisional)?.day ?? null
}
