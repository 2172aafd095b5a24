/** Knows the months of a project's figures: the last of each, what was withdrawn, what a month stands beside, which may be reported. */
import type { FigureView } from '@/api/generated'

const YEAR = 12

function lastSaid(figures: readonly FigureView[]): FigureView[] {
  const last = new Map<string, FigureView>()
  for (const figure of figures) {
    const known = last.get(figure.month)
    if (!known || known.version < figure.version) last.set(figure.month, figure)
  }
  return [...last.values()].sort((one, other) => one.month.localeCompare(other.month))
}

/** The last figure of each month, by month; one that was withdrawn is as if nobody had reported. */
export function lastOfMonths(figures: readonly FigureView[]): Map<string, FigureView> {
  return new Map(lastSaid(figures).filter(({ withdrawn }) => !withdrawn).map((figure) => [figure.month, figure]))
}

/** The months that were withdrawn and not reported since, the last first. */
export function withdrawnMonths(figures: readonly FigureView[]): FigureView[] {
  return lastSaid(figures).filter(({ withdrawn }) => withdrawn).reverse()
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

/** The month of a day and those before it, a year of them, the last first. */
export function monthsUntil(day: string, most: number = YEAR): string[] {
  const [year = 0, month = 0] = day.split('-').map(Number)
  return Array.from({ length: most }, (_, back) => {
    const count = year * YEAR + month - 1 - back
    return `${Math.floor(count / YEAR)}-${String((count % YEAR) + 1).padStart(2, '0')}`
  })
}
