/** Knows how a plan is counted backwards from a deadline (倒排工期) over the days that are worked, 调休 too. */
import type { IssueView } from '@/api/generated'

export type Works = (day: string) => boolean
export type StepName = 'start' | 'middle' | 'finish'

export interface Step {
  name: string
  due_on: string
}

const DAY_MS = 86_400_000
/** Working days between the work's end and the deadline: whoever verifies needs them. */
export const MARGIN = 3

export function shifted(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10)
}

/** What nobody told of is worked from Monday to Friday. */
export function weekdays(day: string): boolean {
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay()
  return weekday !== 0 && weekday !== 6
}

/** The working days after `from` until `until`, both as days; `until` itself where it is one. */
export function worked(from: string, until: string, works: Works): string[] {
  const days: string[] = []
  for (let day = shifted(from, 1); day <= until; day = shifted(day, 1)) if (works(day)) days.push(day)
  return days
}

/** Three steps until the deadline with time to verify; with fewer days the margin goes first, then steps fall on one day. */
export function proposed(today: string, deadline: string, works: Works): Record<StepName, string> {
  const days = worked(today, deadline, works)
  const last = days.length - 1
  if (last < 0) return { start: deadline, middle: deadline, finish: deadline }
  const finish = Math.max(Math.min(last, 1), last - MARGIN)
  const at = (place: number): string => days[Math.max(0, place)] ?? deadline
  return { start: at(0), middle: at(Math.floor(finish / 2)), finish: at(finish) }
}

/** The moment that a plan was counted back from: the clock to resolve of its last round, also once it ended; none where there is no such clock. */
export function deadlineOf({ obligations }: Pick<IssueView, 'obligations'>): string | null {
  const resolving = obligations.filter(({ code }) => code === 'resolve').sort((one, other) => one.round - other.round)
  return resolving[resolving.length - 1]?.due_at ?? null
}

/** How many working days a proposal leaves to verify: three, or as many as there is time for. */
export function margin(today: string, deadline: string, works: Works): number {
  return worked(proposed(today, deadline, works).finish, deadline, works).length
}

/** The next day that is worked, before or after. */
export function moved(day: string, by: 1 | -1, works: Works): string {
  let next = shifted(day, by)
  for (let tries = 0; tries < 60 && !works(next); tries++) next = shifted(next, by)
  return next
}

export type Fit = { fits: true; left: number } | { fits: false; why: 'after-deadline' | 'before-today' | 'out-of-order' }

/** Whether the steps fit between today and the deadline, in their order, and how many working days are left after the last. */
export function fit(steps: readonly Step[], today: string, deadline: string, works: Works): Fit {
  const days = steps.map(({ due_on }) => due_on)
  if (days.some((day) => day > deadline)) return { fits: false, why: 'after-deadline' }
  if (days.some((day) => day < today)) return { fits: false, why: 'before-today' }
  if (days.some((day, place) => place > 0 && day < (days[place - 1] ?? day))) return { fits: false, why: 'out-of-order' }
  return { fits: true, left: worked(days[days.length - 1] ?? today, deadline, works).length }
}
