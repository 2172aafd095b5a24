/** Knows a mapping as the page changes it: which column is which field, what a spelling means; and the tables it is of. */
import type { ColourView, ColumnView, ImportLine, VerdictCounts, ImportView, SheetView, SpellingView } from '@/api/generated'

export interface Mapping {
  name: string
  columns: Record<string, string | null>
  values: Record<string, Record<string, string>>
  dates: { order: string; year_from: string | null; year: number | null; words: Record<string, string> }
  hidden_rows: string
  fingerprint: string | null
  sheets: { include: string[] }
  header: 'auto' | [number, number]
  colour: ({ column: string } & Record<string, string | null>) | null
  clocks: string
  closed_rows: string
  fill_down: string[]
  [more: string]: unknown
}

export const STEPS = ['sheet', 'columns', 'values', 'check'] as const
export type Step = (typeof STEPS)[number]
export const VERDICTS = ['new', 'changed', 'same', 'duplicate', 'conflict', 'skipped', 'fault'] as const
export type Verdict = (typeof VERDICTS)[number]
/** Fields whose words for a day are answered for themselves. */
const DAYS: readonly string[] = ['found_on', 'due_on', 'done_on', 'recheck_on']

/** How many rows are gone through when they are written. */
export const toWrite = ({ new: fresh, changed, same, conflict }: VerdictCounts): number => fresh + changed + same + conflict

/** The step at which one goes on with an import. */
export function stepOf(one: ImportView, asked: unknown): Step {
  const wanted = STEPS.find((step) => step === asked)
  return wanted ?? (one.state === 'open' ? 'sheet' : 'check')
}

export const isBefore = (one: ImportLine): boolean => one.state === 'open' || one.state === 'checked'

/** Nothing of it is on the ledger, and nobody is at writing it. */
export const isUnwritten = (one: ImportLine): boolean => isBefore(one) || (one.state === 'committing' && one.stopped !== null && one.done === 0)

/** Sheets that are read as tables. */
export const tablesOf = (one: ImportView): SheetView[] => one.sheets.filter(({ head }) => head !== null)

/** Every column once by its path, in the order of the sheets. */
export function columnsOf(one: ImportView): ColumnView[] {
  const met = new Map<string, ColumnView>()
  for (const { head } of tablesOf(one)) for (const column of head?.columns ?? []) if (!met.has(column.path)) met.set(column.path, column)
  return [...met.values()]
}

export function withColumn(mapping: Mapping, path: string, field: string): Mapping {
  return { ...mapping, columns: { ...mapping.columns, [path]: field || null } }
}

/** Columns that share their field with another: only one of them can be read as it. */
export function twice(mapping: Mapping): Set<string> {
  const of = new Map<string, string[]>()
  for (const [path, field] of Object.entries(mapping.columns)) if (field) of.set(field, [...(of.get(field) ?? []), path])
  return new Set([...of.values()].filter((paths) => paths.length > 1).flat())
}

export const isDay = (spelling: SpellingView): boolean => DAYS.includes(spelling.field)

/** What was answered for a spelling; empty where nothing is. */
export function answerOf(mapping: Mapping, spelling: SpellingView): string {
  const words = isDay(spelling) ? mapping.dates.words : (mapping.values[spelling.field] ?? {})
  return words[spelling.text] ?? ''
}

/** The mapping in which a spelling means this; nothing, where it is to be asked again. */
export function withAnswer(mapping: Mapping, spelling: SpellingView, answer: string): Mapping {
  const told = (words: Record<string, string>): Record<string, string> => {
    const rest = Object.fromEntries(Object.entries(words).filter(([text]) => text !== spelling.text))
    return answer ? { ...rest, [spelling.text]: answer } : rest
  }
  if (isDay(spelling)) return { ...mapping, dates: { ...mapping.dates, words: told(mapping.dates.words) } }
  return { ...mapping, values: { ...mapping.values, [spelling.field]: told(mapping.values[spelling.field] ?? {}) } }
}

/** The rows of the head after one of them is pressed: one within ends there, one beyond stretches it. */
export function headAfter(now: readonly number[] | null, pressed: number): [number, number] {
  const [first, last] = now ?? []
  if (first === undefined || last === undefined) return [pressed, pressed]
  if (pressed < first) return [pressed, last]
  if (pressed > last) return [first, pressed]
  return pressed === first ? [pressed, pressed] : [first, pressed === last ? pressed - 1 : pressed]
}

/** Fields that a colour may tell, and what each may be. */
export const COLOUR_FIELDS: Readonly<Record<string, readonly string[]>> = { severity: ['major', 'ordinary'], status: ['open', 'done', 'closed'] }

/** The field that colours are asked of first: one that no column tells. */
export function colourField(mapping: Mapping): string {
  const told = Object.values(mapping.columns)
  return Object.keys(COLOUR_FIELDS).find((field) => !told.includes(field)) ?? 'severity'
}

/** Colours of records, each once, whichever tables they are in. */
export function coloursOf(one: ImportView): ColourView[] {
  const met = new Map<string, ColourView>()
  for (const { head } of tablesOf(one))
    for (const { name, fills, rows } of head?.colours ?? []) {
      const before = met.get(name)
      met.set(name, { name, fills: [...new Set([...(before?.fills ?? []), ...fills])], rows: (before?.rows ?? 0) + rows })
    }
  return [...met.values()]
}

export const meaningOf = (mapping: Mapping, colour: string): string => mapping.colour?.[colour] ?? ''

/** The mapping in which a colour means this of a field; without any meaning colours are not read. */
export function withColour(mapping: Mapping, column: string, colour: string, meaning: string): Mapping {
  const meanings = Object.fromEntries(Object.entries({ ...mapping.colour, [colour]: meaning }).filter(([name, said]) => said && name !== 'column'))
  return { ...mapping, colour: Object.keys(meanings).length ? { ...meanings, column } : null }
}
