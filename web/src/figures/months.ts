/** Knows the months of a project's figures: the last of each, what a month stands beside, which may be reported. */
import type { FigureView } from '@/api/generated'

const YEAR = 12

/** The last figure of each month, by month. */
export function lastOfMonths(figures: readonly FigureView[]): Map<string, FigureView> {
  const last = new Map<string, FigureView>()
  for (const figure of figures) {
    const known = last.get(figure.month)
    if (!known || known.version < figure.version) last.set(figure.month, figure)
  }
  return new Map([...last].sort(([one], [other]) => one.localeCompare(other)))
}

export interface Beside {
  /** What is reported of the month already: another one corrects it. */
  figure: FigureView | null
  /** The last of an earlier month. */
  before: FigureView | null
}

export function besideMonth(figures: readonly FigureView[], month: string): Beside {
  const last = lastOfMonths(figures)
  const earlier = [...last.keys()].filter((each) => each < month)
  return { figure: last.get(month) ?? null, before: last.get(earlier[earlier.length - 1] ?? '') ?? null }
}

/** The month of a day and the eleven before it, the last first. */
export function monthsUntil(day: string): string[] {
  const [year = 0, month = 0] = day.split('-').map(Number)
  return Array.from({ length: YEAR }, (_, back) => {
    const count = year * YEAR + month - 1 - back
    return `${Math.floor(count / YEAR)}-${String((count % YEAR) + 1).padStart(2, '0')}`
  })
}
