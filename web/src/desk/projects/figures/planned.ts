/** Knows the year of a project's last figure by month, where it has a plan by month: what was planned until then, and what was done. */
import type { FigureView } from '@/api/generated'
import { lastOfMonths } from '@/figures/months'
import { plannedBy } from '@/figures/path'

export interface PlannedMonth {
  month: string
  /** Null of a month that was reported without a plan: the ledger holds it to none. */
  planned: number | null
  /** Null where nobody reported it. */
  done: number | null
}

/** Twelve, or none; a month that was reported is held to the plan that it says, one to come to the last one. */
export function plannedMonths(figures: readonly FigureView[]): PlannedMonth[] {
  const said = lastOfMonths(figures)
  const year = [...said.keys()].pop()?.slice(0, 4)
  const last = [...said.values()].reverse().find(({ month, plan_months }) => month.slice(0, 4) === year && plan_months !== null)
  return (last?.plan_months ?? []).map((_, place, path) => {
    const month = `${year}-${String(place + 1).padStart(2, '0')}`
    const figure = said.get(month)
    const held = figure ? figure.plan_months : path
    return { month, planned: held && plannedBy(held, month), done: figure?.done_year ?? null }
  })
}
