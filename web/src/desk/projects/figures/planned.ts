/** Knows what a project was planned to have done by each month that is reported, of the last year with a plan by month. */
import type { FigureView } from '@/api/generated'
import { plannedBy } from '@/figures/path'

const YEAR = 4

/** By month; a month that was reported before there was such a plan is held to the last one. */
export function plannedOf(figures: readonly FigureView[]): Map<string, number> {
  const planned = new Map<string, number>()
  const last = figures.filter(({ plan_months }) => plan_months !== null).sort((one, other) => other.month.localeCompare(one.month))[0]
  for (const { month, plan_months } of figures) {
    const path = plan_months ?? last?.plan_months
    if (path && month.slice(0, YEAR) === last?.month.slice(0, YEAR)) planned.set(month, plannedBy(path, month))
  }
  return planned
}
