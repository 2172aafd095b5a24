/** Knows how a ranking reads: who stands in it and who does not, how far each moved, how long each bar is. */
import type { RankingRow, RuleLine, RuleList, RuleView } from '@/api/generated'

export interface Moved {
  word: 'up' | 'down' | 'same' | 'new'
  by: number
}

/** By how many places a row rose or fell since the period before; null of what has no place. */
export function movedOf({ place, previous }: Pick<RankingRow, 'place' | 'previous'>): Moved | null {
  if (place === null) return null
  if (previous === null) return { word: 'new', by: 0 }
  const by = previous - place
  return { word: by > 0 ? 'up' : by < 0 ? 'down' : 'same', by: Math.abs(by) }
}

/** Whether there is anything to rank: a period of which nothing was reported has rows of nothing alone. */
export function hasAnything(rows: readonly RankingRow[]): boolean {
  return rows.some(({ values }) => Object.values(values).some((value) => value !== null && value !== 0))
}

/** The whole, those with a place, and the rows of their own; who was left out stands in a table of its own. */
export const counted = (rows: readonly RankingRow[]): RankingRow[] => rows.filter(({ kind, place }) => kind !== 'subject' || place !== null)
export const leftOut = (rows: readonly RankingRow[]): RankingRow[] => rows.filter(({ kind, place }) => kind === 'subject' && place === null)
export const listed = (rows: readonly RankingRow[], list: string): RankingRow[] => rows.filter(({ lists }) => lists.includes(list))

/** The share of the longest bar, from 0 to 1. */
export function lengthOf(row: RankingRow, key: string, rows: readonly RankingRow[]): number {
  const most = Math.max(...rows.map(({ values }) => Math.abs(values[key] ?? 0)))
  return most > 0 ? Math.abs(row.values[key] ?? 0) / most : 0
}

/** The rule that is shown where none was chosen: one of figures as soon as there are any, the least divided. */
export function firstRule({ items, months }: RuleList): RuleLine | null {
  const wanted = months.length > 0 ? items.filter(({ source }) => source === 'figures') : items
  return wanted.find(({ level }) => level === 'city') ?? wanted[0] ?? items[0] ?? null
}

/** The period that is shown where none was chosen: the last month of which there are figures; of issues this month. */
export const firstPeriod = (rule: RuleView, { months }: RuleList): string => (rule.source === 'figures' ? (months[0] ?? '') : '')
