/** Knows which issues somebody chose: by id, over the whole list, with the version at which each was seen. */
import type { IssueSummary } from '@/api/generated'

export interface Selection {
  readonly lines: ReadonlyMap<string, IssueSummary>
  /** The row from which a range goes on. */
  readonly anchor: number | null
}

export const NOTHING: Selection = { lines: new Map(), anchor: null }

export function toggled(selection: Selection, line: IssueSummary, row: number): Selection {
  const lines = new Map(selection.lines)
  if (!lines.delete(line.id)) lines.set(line.id, line)
  return { lines, anchor: row }
}

/** With these too; the anchor stays, so that a range may be drawn anew from where it began. */
export function withLines(selection: Selection, lines: Iterable<IssueSummary>): Selection {
  const all = new Map(selection.lines)
  for (const line of lines) all.set(line.id, line)
  return { ...selection, lines: all }
}

export function only(lines: Iterable<IssueSummary>): Selection {
  return withLines(NOTHING, lines)
}

/** What was chosen, as it is now: a line that was read again replaces its older self. */
export function refreshed(selection: Selection, lines: readonly IssueSummary[]): Selection {
  const known = lines.filter((line) => selection.lines.has(line.id))
  return known.length > 0 ? withLines(selection, known) : selection
}

export function range(selection: Selection, row: number): [number, number] {
  const from = selection.anchor ?? row
  return from < row ? [from, row] : [row, from]
}
