/** Knows a matter, or a document with its tasks, as it is being written, and as the API takes it. */
import type { MatterSource, NewMatter, NewPaper, NewSet, NewTask, Severity } from '@/api/generated'

export const SOURCES: readonly MatterSource[] = ['leader', 'meeting', 'inspection', 'hotline', 'petition', 'media', 'self_check', 'superior', 'document']
export const MOST_TASKS = 200

/** What is common to a matter and to a document of tasks. */
export interface Common {
  source: string
  number: string
  dated_on: string
  title: string
  category: string
  severity: string
  due_on: string
}

export interface MatterWords extends Common {
  text: string
  demand: string
  /** A project's code, or a region's; of both only the project is sent. */
  project: string
  region: string
  unit: string
  supporting: string[]
}

export interface TaskWords {
  number: string
  text: string
  units: string[]
  due_on: string
}

export interface SetWords extends Common {
  tasks: TaskWords[]
}

const COMMON: Common = { source: 'leader', number: '', dated_on: '', title: '', category: 'other', severity: 'ordinary', due_on: '' }

export function emptyMatter(): MatterWords {
  return { ...COMMON, text: '', demand: '', project: '', region: '', unit: '', supporting: [] }
}

export function emptyTask(number: number): TaskWords {
  return { number: String(number), text: '', units: [], due_on: '' }
}

export function emptySet(): SetWords {
  return { ...COMMON, source: 'document', tasks: [emptyTask(1)] }
}

/** Nothing that was left empty is sent. */
function said<T extends object>(words: T): Partial<T> {
  const pairs = Object.entries(words).filter(([, value]) => value !== '' && value !== null && !(Array.isArray(value) && value.length === 0))
  return Object.fromEntries(pairs) as Partial<T>
}

function paper({ number, dated_on, title }: Pick<Common, 'number' | 'dated_on' | 'title'>): NewPaper | null {
  const words = said({ number: number.trim(), dated_on, title: title.trim() })
  return Object.keys(words).length > 0 ? words : null
}

export function matterOf(id: string, words: MatterWords): NewMatter {
  const place = words.project ? { project_code: words.project } : { region: words.region }
  const rest = { demand: words.demand.trim(), due_on: words.due_on, ...place, unit_id: words.unit, supporting_unit_ids: words.supporting, paper: paper(words) }
  return { id, source: words.source as MatterSource, text: words.text.trim(), category: words.category, severity: words.severity as Severity, ...said(rest) }
}

export function setOf(id: string, words: SetWords): NewSet {
  const tasks = words.tasks.map(
    ({ number, text, units, due_on }): NewTask => ({ text: text.trim(), ...said({ number: number.trim(), unit_ids: units, due_on }) }),
  )
  // The document's own title is the set's.
  const rest = { due_on: words.due_on, paper: paper({ ...words, title: '' }) }
  return { id, title: words.title.trim(), source: words.source as MatterSource, category: words.category, severity: words.severity as Severity, tasks, ...said(rest) }
}

/** Which fields are missing before anything is asked. */
export function missingOfMatter({ text }: MatterWords): string[] {
  return text.trim() ? [] : ['text']
}

export function missingOfSet({ title, tasks }: SetWords): string[] {
  const empty = tasks.flatMap(({ text }, place) => (text.trim() ? [] : [`tasks[${place}].text`]))
  return [...(title.trim() ? [] : ['title']), ...empty]
}

/** A row of a table pasted from a spreadsheet: number, text, day; what is not there stays empty. */
export function tasksIn(text: string): TaskWords[] {
  const rows = text.split(/\r?\n/).map((row) => row.split('\t').map((cell) => cell.trim()))
  const filled = rows.filter((cells) => cells.some(Boolean)).slice(0, MOST_TASKS)
  return filled.map((cells, place) => {
    const day = cells.find((cell) => /^\d{4}-\d{2}-\d{2}$/.test(cell)) ?? ''
    const [first = '', second] = cells.filter((cell) => cell !== day)
    return second === undefined ? { ...emptyTask(place + 1), text: first, due_on: day } : { number: first, text: second, units: [], due_on: day }
  })
}
