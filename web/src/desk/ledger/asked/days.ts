/** Knows days in filters: a day in China is from its midnight until the next, as the API takes moments. */
import { isoDay } from '@/time/words'
import { withParam, type Asked, type SpanName } from './filters'

const DAY_MS = 24 * 3_600_000
const midnight = (day: string): string => `${day}T00:00:00+08:00`

/** First and last day of a span, both within it; empty where it is open. */
export interface DaySpan {
  first: string
  last: string
}

export function daysOf(asked: Asked, name: SpanName): DaySpan {
  const from = asked[`${name}_from`]
  const before = asked[`${name}_before`]
  return { first: from ? isoDay(from) : '', last: before ? isoDay(Date.parse(before) - 1) : '' }
}

export function withDays(asked: Asked, name: SpanName, { first, last }: DaySpan): Asked {
  const dayAfter = last && isoDay(Date.parse(midnight(last)) + DAY_MS)
  const from = withParam(asked, `${name}_from`, first && midnight(first))
  return withParam(from, `${name}_before`, dayAfter && midnight(dayAfter))
}
