/** Knows the columns of the ledger: which there are, how wide they begin, what the list can be sorted by. */
import type { SortName } from '../asked/filters'

export interface Column {
  key: ColumnKey
  width: number
  sort?: SortName
}

export const COLUMN_KEYS = [
  'serial', 'light', 'clocks', 'region', 'project', 'description', 'category', 'unit', 'person', 'due', 'progress',
  'remaining', 'next', 'next_to', 'severity', 'source', 'stopped', 'flags', 'supervision', 'reported', 'updated', 'project_code',
] as const
export type ColumnKey = (typeof COLUMN_KEYS)[number]

/** Narrower, a column shows nothing; wider, it shows nothing else. */
export const NARROWEST = 56
export const WIDEST = 720

const WIDTHS: Readonly<Record<ColumnKey, number>> = {
  serial: 160, light: 152, clocks: 140, region: 120, project: 160, description: 208, category: 96, unit: 136, person: 88, due: 128,
  progress: 84, remaining: 104, next: 208, next_to: 168, severity: 72, source: 104, stopped: 72, flags: 144, supervision: 96,
  reported: 148, updated: 148, project_code: 192,
}
const SORTED: Partial<Record<ColumnKey, SortName>> = { serial: 'serial', region: 'region', due: 'due', reported: 'reported', updated: 'updated' }

export const FIRST: ColumnKey = 'serial'
/** As many as a desk of 1440 px shows at once; the others are chosen. */
export const DEFAULT_COLUMNS: readonly ColumnKey[] = ['serial', 'light', 'clocks', 'project', 'description', 'unit', 'due', 'progress']

export function columnOf(key: ColumnKey, widths: Partial<Record<ColumnKey, number>>): Column {
  const sort = SORTED[key]
  return { key, width: widths[key] ?? WIDTHS[key], ...(sort && { sort }) }
}

export function fitting(width: number): number {
  return Math.round(Math.max(NARROWEST, Math.min(width, WIDEST)))
}

export function isColumn(key: unknown): key is ColumnKey {
  return (COLUMN_KEYS as readonly unknown[]).includes(key)
}
