/** Knows what a person says of how a table of projects is read, beside what is found in it; what nobody said is not sent. */
import type { FigureTableJudged, Stage, TableColumn } from '@/api/generated'

export const MONEY_UNITS = ['亿元', '千万元', '百万元', '万元', '千元', '元'] as const

export interface Said {
  month?: string
  money?: string
  sheets?: { include: string[] }
  header?: [number, number]
  hidden_rows?: 'include' | 'skip'
  projects?: 'registered'
  columns?: Record<string, string | null>
  stages?: Record<string, Stage>
  kinds?: Record<string, 'new' | 'carried-over'>
  new_projects?: string[]
  fill_down?: string[]
}

const isSaid = (value: unknown): boolean => value !== undefined && value !== '' && (typeof value !== 'object' || value === null || Object.keys(value).length > 0)

/** What is said now; nothing is said by a blank, and by a list of nothing. */
export function saying(said: Said, change: { [Name in keyof Said]: Said[Name] | '' | undefined }): Said {
  return Object.fromEntries(Object.entries({ ...said, ...change }).filter(([, value]) => isSaid(value)))
}

/** Without what a template is remembered by: the table is read as it was found. */
export function withoutRemembered(said: Said): Said {
  return saying(said, { columns: undefined, money: undefined, stages: undefined, kinds: undefined, fill_down: undefined, projects: undefined })
}

/** An empty field: the column is not read. */
export function withColumn(said: Said, path: string, field: string): Said {
  return saying(said, { columns: { ...said.columns, [path]: field || null } })
}

export function withStage(said: Said, word: string, stage: Stage): Said {
  return saying(said, { stages: { ...said.stages, [word]: stage } })
}

/** What a word means is taken back. */
export function withoutWord(said: Said, of: 'stages' | 'kinds', word: string): Said {
  return saying(said, { [of]: Object.fromEntries(Object.entries(said[of] ?? {}).filter(([each]) => each !== word)) })
}

export function withNewProject(said: Said, name: string, isNew: boolean): Said {
  const rest = (said.new_projects ?? []).filter((each) => each !== name)
  return saying(said, { new_projects: isNew ? [...rest, name] : rest })
}

/** A blank cell of the column says what the row above says. */
export function withFilled(said: Said, path: string, filled: boolean): Said {
  const rest = (said.fill_down ?? []).filter((each) => each !== path)
  return saying(said, { fill_down: filled ? [...rest, path] : rest })
}

/** All sheets are as good as none named. */
export function withSheet(said: Said, sheets: readonly string[], name: string, isRead: boolean): Said {
  const wanted = sheets.filter((each) => (each === name ? isRead : isSheetRead(said, each)))
  return saying(said, { sheets: wanted.length === 0 || wanted.length === sheets.length ? undefined : { include: wanted } })
}

export const isSheetRead = (said: Said, name: string): boolean => said.sheets?.include.includes(name) ?? true

/** The first and last row of the head, once both are whole numbers in their order; else it is found. */
export function withHeader(said: Said, first: number | null, last: number | null): Said {
  const isHead = first !== null && last !== null && Number.isInteger(first) && Number.isInteger(last) && first >= 1 && last >= first
  return saying(said, { header: isHead ? [first, last] : undefined })
}

export interface ReadColumn extends TableColumn {
  /** Said to be what another column is: that one is read. */
  overruled: boolean
}

/** Every column once by its path, in the order of the tables. */
export function columnsOf({ tables }: Pick<FigureTableJudged, 'tables'>, said: Said): ReadColumn[] {
  const met = new Map<string, ReadColumn>()
  for (const column of tables.flatMap(({ columns }) => columns)) {
    const wanted = said.columns?.[column.path]
    if (!met.has(column.path)) met.set(column.path, { ...column, overruled: Boolean(wanted) && column.field !== wanted })
  }
  return [...met.values()]
}

/** What a column is read as: as it was said, else as it was found; empty where it is not read. */
export function fieldOf(column: TableColumn, said: Said): string {
  const wanted = said.columns?.[column.path]
  return (wanted === undefined ? column.field : wanted) ?? ''
}
