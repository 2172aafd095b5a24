/** Knows the tables that a clerk fills in for the registry: their columns, as an import takes them, and as a file. */
import type { Person, UnitEntry } from '@/api/generated'

type Unit = UnitEntry['entry']

export interface Template {
  kind: 'units' | 'persons'
  columns: readonly string[]
}

const UNIT: readonly (keyof Unit)[] = ['id', 'name_zh', 'region', 'bureau', 'kind', 'parent', 'phone']
const PERSON: readonly (keyof Person)[] = ['id', 'name', 'role', 'unit_id', 'region', 'level', 'title', 'phone', 'email']

export const TEMPLATES: readonly Template[] = [
  { kind: 'units', columns: UNIT },
  { kind: 'persons', columns: PERSON },
]

/** The head alone, with the mark by which a spreadsheet knows UTF-8. */
export const fileOf = ({ columns }: Template): string => `data:text/csv;charset=utf-8,${encodeURIComponent(`\uFEFF${columns.join(',')}\r\n`)}`
