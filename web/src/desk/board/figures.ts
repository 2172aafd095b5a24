/** Knows the five numbers of a board, and how each has changed since yesterday. */
import type { Board, Days, Hours } from '@/api/generated'
import type { Counted } from '@/desk/scope/listed'
import { fallingOf } from './today/today'

export type FigureName = 'red' | 'yellow' | 'open' | 'falling' | 'rate'

export interface Figure {
  name: FigureName
  /** What it opens; a share opens those struck off in its days. */
  counted: Counted
  /** A share is shown instead of the count. */
  rate: number | null
  /** More or fewer than yesterday; null where nobody knows. */
  change: number | null
}

const NONE: Counted = { count: 0, list: '/v1/issues' }

/** The list of what was struck off in all these days. */
function struckOff(days: Days): Counted {
  const first = days.days[0]
  const last = days.days.at(-1)
  if (!first || !last) return NONE
  const [path, tail = ''] = first.struck_off.list.split('?')
  const query = new URLSearchParams(tail)
  const end = new URLSearchParams(last.struck_off.list.split('?')[1] ?? '').get('closed_before')
  if (end) query.set('closed_before', end)
  return { count: days.days.reduce((sum, { struck_off }) => sum + struck_off.count, 0), list: `${path ?? ''}?${query.toString()}` }
}

export function figuresOf(board: Board | undefined, hours: Hours | undefined, days: Days | undefined): Figure[] {
  const figures: Figure[] = []
  const add = (name: FigureName, counted: Counted, rate: number | null = null): void => {
    figures.push({ name, counted, rate, change: null })
  }
  if (board) {
    add('red', board.all.red)
    add('yellow', board.all.yellow)
    add('open', board.all.open)
  }
  if (hours) add('falling', fallingOf(hours) ?? NONE)
  if (days) add('rate', struckOff(days), days.on_time_rate)
  return figures
}
