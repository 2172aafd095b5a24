/** Knows the rows of a table of projects as they were judged: which are shown together, how many, and what may be said of one. */
import type { FigureTableJudged, VerdictCounts, TableRow } from '@/api/generated'

export const VERDICTS = ['new', 'changed', 'same', 'duplicate', 'conflict', 'fault', 'skipped'] as const
export type Kind = 'out' | 'flagged' | 'first' | (typeof VERDICTS)[number]
const OUT: readonly string[] = ['fault', 'conflict', 'duplicate']
const IN: readonly string[] = ['new', 'changed', 'same']
const NEAR = 'near-project'
const UNLISTED = 'unlisted-value'
const QUOTED = /“([^”]+)”/

export const comingIn = (counts: VerdictCounts): number => counts.new + counts.changed
export const stayingOut = (counts: VerdictCounts): number => counts.fault + counts.conflict + counts.duplicate

export function isOf(row: TableRow, kind: Kind): boolean {
  if (kind === 'out') return OUT.includes(row.verdict)
  if (kind === 'flagged') return row.flags.length > 0 && !OUT.includes(row.verdict)
  return kind === 'first' ? row.project_is_new : row.verdict === kind
}

export interface Sort {
  kind: Kind
  count: number
}

/** What there is any of. Of flags only the rows that are told are counted. */
export function sortsOf({ counts, items, projects_new }: FigureTableJudged): Sort[] {
  const flagged = items.filter((row) => isOf(row, 'flagged')).length
  const all: Sort[] = [
    { kind: 'out', count: stayingOut(counts) },
    { kind: 'flagged', count: flagged },
    { kind: 'first', count: projects_new },
    ...VERDICTS.map((kind) => ({ kind, count: counts[kind] })),
  ]
  return all.filter(({ count }) => count > 0)
}

/** What somebody has to look at comes first. */
export function firstShown(sorts: readonly Sort[]): Kind {
  return sorts[0]?.kind ?? 'new'
}

/** It is kept out for a name that is near to a known one: it may be another project all the same. */
export const isNear = ({ faults }: TableRow): boolean => faults.some(({ slug }) => slug === NEAR)

/** The word for a stage that nobody knows, in a row that is kept out for it. */
export function unknownStage({ faults }: TableRow): string | null {
  const fault = faults.find(({ slug }) => slug === UNLISTED)
  return fault ? (QUOTED.exec(fault.sentence)?.[1] ?? null) : null
}

/** The months that came in, or were there, the last first. */
export function monthsIn({ items }: FigureTableJudged): string[] {
  return [...new Set(items.filter(({ verdict, month }) => IN.includes(verdict) && month !== '').map(({ month }) => month))].sort().reverse()
}
