/** Knows today's escalations: the steps that fire until midnight, by the hour in which each does. */
import type { ComingStep } from '@/api/generated'

export interface HourOf {
  at: string
  steps: ComingStep[]
}

const HOUR_MS = 3_600_000

/** The steps under their hours, in the order of time. */
export function hoursOf(steps: readonly ComingStep[]): HourOf[] {
  const hours = new Map<number, ComingStep[]>()
  for (const step of steps) {
    const begins = Math.floor(Date.parse(step.at) / HOUR_MS) * HOUR_MS
    hours.set(begins, [...(hours.get(begins) ?? []), step])
  }
  return [...hours].sort(([one], [other]) => one - other).map(([begins, its]) => ({ at: new Date(begins).toISOString(), steps: its }))
}
