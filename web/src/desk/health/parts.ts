/** Knows what the figures of each part of the system say in words: what waits, and how long the oldest has waited. */
import type { Part } from '@/api/generated'
import { span } from '@/time/words'

export type PartName = Part['part']
/** A sentence by its key, with its numbers. */
export type Figure = [key: string, values: Record<string, number>]

export interface Standing {
  part: PartName
  /** null: nobody knows, since the database does not answer. */
  ok: boolean | null
  figures: Figure[]
}

export const ORDER: readonly PartName[] = ['mongodb', 'kafka', 'intake', 'workers', 'sweep', 'relay', 'channels', 'counters', 'search', 'dead-letters', 'here']
/** Figures that are told together, in one sentence. */
const TOLD: Readonly<Record<string, readonly string[]>> = {
  workers: ['alive', 'partitions_read', 'partitions'],
  relay: ['alive', 'slots', 'of_slots'],
}
const SECOND_MS = 1_000
const ONE_MINUTE_S = 60

function figuresOf({ part, figures }: Part): Figure[] {
  const together = TOLD[part] ?? []
  const first: Figure[] = together.length > 0 && together.every((name) => figures[name] !== undefined) ? [[`health.figures.${part}`, pick(figures, together)]] : []
  const rest = Object.entries(figures).filter(([name]) => !together.includes(name))
  return [...first, ...rest.map(([name, n]): Figure => (name === 'lag_seconds' ? lag(n) : [`health.figures.${name}`, { n: Math.round(n) }]))]
}

/** The oldest waits by the largest unit; less than a minute is no wait. */
function lag(seconds: number): Figure {
  if (seconds < ONE_MINUTE_S) return ['health.figures.no_lag', {}]
  const { unit, count } = span(seconds * SECOND_MS)
  return [`health.figures.lag_${unit}`, { n: count }]
}

function pick(figures: Part['figures'], names: readonly string[]): Record<string, number> {
  return Object.fromEntries(names.map((name) => [name, figures[name] ?? 0]))
}

/** Every part in its order; of what the answer does not tell nobody knows. */
export function standingOf(parts: readonly Part[]): Standing[] {
  const told = new Map(parts.map((part) => [part.part, part]))
  return ORDER.map((name) => {
    const part = told.get(name)
    return part ? { part: name, ok: part.ok, figures: figuresOf(part) } : { part: name, ok: null, figures: [] }
  })
}
