/** Knows how units stand in a list: those of one region, each below its parent, and how many the places below have. */
import type { Person, UnitEntry } from '@/api/generated'

export interface UnitLine {
  unit: UnitEntry
  depth: number
}

export function hasEnded(unit: UnitEntry, today: string): boolean {
  return Boolean(unit.entry.retired_on && unit.entry.retired_on <= today)
}

/** Each unit after its parent, one step further in; one whose parent is not among them stands at the edge. */
export function treeOf(units: readonly UnitEntry[]): UnitLine[] {
  const ids = new Set(units.map(({ id }) => id))
  const below = new Map<string | null, UnitEntry[]>()
  for (const unit of units) {
    const parent = unit.entry.parent && ids.has(unit.entry.parent) ? unit.entry.parent : null
    below.set(parent, [...(below.get(parent) ?? []), unit])
  }
  const lines = (parent: string | null, depth: number): UnitLine[] =>
    (below.get(parent) ?? []).flatMap((unit) => [{ unit, depth }, ...lines(unit.id, depth + 1)])
  return lines(null, 0)
}

/** What one types stands in a name or the id, in any case. */
export function saying(units: readonly UnitEntry[], typed: string): UnitEntry[] {
  const wanted = typed.trim().toLowerCase()
  return units.filter(({ id, entry }) => [id, entry.name_zh, entry.name_en].some((text) => text.toLowerCase().includes(wanted)))
}

/** How many units each place right below a region has, itself and what lies under it. */
export function countsBelow(units: readonly UnitEntry[], places: readonly string[], stem: (code: string) => string): Map<string, number> {
  return new Map(places.map((code) => [code, units.filter(({ entry }) => entry.region.startsWith(stem(code))).length]))
}

export function isOf(person: Person, unit: string): boolean {
  return [person, ...(person.also ?? [])].some(({ unit_id }) => unit_id === unit)
}
