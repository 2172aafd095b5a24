/** Knows the last year of a project that has a plan by month: to each month what was planned until then, and what was done. */
import type { FigureView } from '@/api/generated'
import { lastOfMonths } from '@/figures/months'
import { plannedBy } from '@/figures/path'

export interface PlannedMonth {
  month: string
  planned: number
  /** Null where nobody reported it. */
  done: number | null
}

/** Twelve, or none; a month is held to the plan that it says itself, else to the last one. */
export function plannedMonths(figures: readonly FigureView[]): PlannedMonth[] {
  const said = lastOfMonths(figures)
  const last = [...said.values()].reverse().find(({ plan_months }) => plan_months !== null)
  return (last?.plan_months ?? []).map((_, place, path) => {
    const month = `${last?.month.slice(0, 4)}-${String(place + 1).padStart(2, '0')}`
    const figure = said.get(month)
    return { month, planned: plannedBy(figure?.plan_months ?? path, month), done: figure?.done_year ?? null }
  })
}
