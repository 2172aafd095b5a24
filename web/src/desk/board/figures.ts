/** Knows the five numbers of a board, and how each has changed since today began. */
import type { Days, MovedNumber, Numbers } from '@/api/generated'
import type { Counted } from '@/desk/counted/listed'

export type FigureName = 'red' | 'yellow' | 'open' | 'falling' | 'rate'

export interface Figure {
  name: FigureName
  /** What it opens; a share opens those struck off in its days. */
  counted: Counted
  /** The share in percent that is shown instead of the count. */
  percent: number | null
  /** More or fewer than when today began, of a share in points; null where nobody knows. */
  change: number | null
}

const HUNDRED = 100

function moved(name: FigureName, { count, list, was }: MovedNumber): Figure {
  return { name, counted: { count, list }, percent: null, change: was === null ? null : count - was }
}

/** The list of what was struck off in all these days. */
export function struckOff(days: Days): Counted | null {
  const first = days.days[0]
  const last = days.days.at(-1)
  if (!first || !last) return null
  const [path, tail = ''] = first.struck_off.list.split('?')
  const query = new URLSearchParams(tail)
  const end = new URLSearchParams(last.struck_off.list.split('?')[1] ?? '').get('closed_before')
  if (end) query.set('closed_before', end)
  return { count: days.days.reduce((sum, { struck_off }) => sum + struck_off.count, 0), list: `${path ?? ''}?${query.toString()}` }
}

export function figuresOf(numbers: Numbers, days: Days | undefined): Figure[] {
  const { rate, was } = numbers.on_time
  const percent = (share: number | null): number | null => (share === null ? null : Math.round(share * HUNDRED))
  const [now, then] = [percent(rate), percent(was)]
  const counted = (days && struckOff(days)) ?? { count: numbers.on_time.struck_off, list: '/v1/issues?state=closed' }
  return [
    moved('red', numbers.red),
    moved('yellow', numbers.yellow),
    moved('open', numbers.open),
    moved('falling', numbers.due_today),
    { name: 'rate', counted, percent: now, change: now === null || then === null ? null : now - then },
  ]
}
