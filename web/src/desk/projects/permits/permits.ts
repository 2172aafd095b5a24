/** Knows what is said of a permit before it is sent, what is wrong of it, and how its light is worded. */
import type { NewPermit, PermitItem, PermitKind, PermitState } from '@/api/generated'

/** In the order in which a project goes through them. */
export const KINDS: readonly PermitKind[] = [
  'initiation', 'planning', 'land', 'environment', 'energy', 'water-soil', 'safety', 'forest', 'heritage', 'fire', 'construction', 'acceptance', 'other',
]
export const STATES: readonly PermitState[] = ['required', 'applied', 'granted', 'refused', 'not_needed']
const DAY_MS = 86_400_000

/** A permit as a form has it: nothing is an empty text. */
export interface Said {
  kind: PermitKind
  name: string
  state: PermitState
  unit: string
  applied_on: string
  limit_on: string
  limit_days: number | null
  decided_on: string
  number: string
  parallel: string
}

export function saidOf(item: PermitItem | null, unit: string): Said {
  if (!item) return { kind: 'initiation', name: '', state: 'applied', unit, applied_on: '', limit_on: '', limit_days: null, decided_on: '', number: '', parallel: '' }
  const { kind, name, state, limit_days, number, parallel } = item
  return { kind, name, state, unit: item.unit, limit_days, number, parallel, applied_on: item.applied_on ?? '', limit_on: item.limit_on ?? '', decided_on: item.decided_on ?? '' }
}

export const wasApplied = ({ state }: Said): boolean => state !== 'required' && state !== 'not_needed'
export const isDecided = ({ state }: Said): boolean => state === 'granted' || state === 'refused'

/** The report of it; what its state does not ask for is left out. */
export function reportOf(said: Said, id: string): NewPermit {
  return {
    ...said,
    report_id: id,
    name: said.name.trim(),
    applied_on: (wasApplied(said) && said.applied_on) || null,
    limit_on: said.limit_on || null,
    decided_on: (isDecided(said) && said.decided_on) || null,
    number: said.number.trim(),
    parallel: said.parallel.trim(),
  }
}

export type Faults = Partial<Record<keyof Said, string>>

/** What is wrong, by field, as words under `permits.faults`. */
export function faultsOf(said: Said, today: string): Faults {
  const found: Faults = {}
  if (said.kind === 'other' && !said.name.trim()) found.name = 'name'
  if (!said.unit) found.unit = 'unit'
  const demanded = said.state !== 'granted' || (said.limit_days !== null && !said.parallel.trim())
  if (wasApplied(said) && demanded && !said.applied_on) found.applied_on = 'applied'
  if (wasApplied(said) && said.applied_on > today) found.applied_on = 'future'
  if (said.limit_on && said.limit_days !== null) found.limit_days = 'two_limits'
  else if (said.limit_days !== null && !(Number.isInteger(said.limit_days) && said.limit_days >= 1 && said.limit_days <= 366)) found.limit_days = 'days'
  if (said.limit_on && wasApplied(said) && said.limit_on < said.applied_on) found.limit_on = 'limit_first'
  if (isDecided(said)) {
    if (!said.decided_on) found.decided_on = 'decided'
    else if (said.decided_on > today) found.decided_on = 'future'
    else if (said.decided_on < said.applied_on) found.decided_on = 'decided_first'
  }
  return found
}

export interface LightWord {
  key: 'granted' | 'granted_late' | 'over' | 'today' | 'left'
  n: number
}

/** What a light says: how long yet, how late, or that it was granted. */
export function lightWord({ state, late, due_on }: Pick<PermitItem, 'state' | 'late' | 'due_on'>, day: string): LightWord {
  if (state === 'granted') return { key: late ? 'granted_late' : 'granted', n: 0 }
  const n = due_on ? Math.round((Date.parse(due_on) - Date.parse(day)) / DAY_MS) : 0
  if (n < 0) return { key: 'over', n: -n }
  return { key: n === 0 ? 'today' : 'left', n }
}

export const inOrder = (items: readonly PermitItem[]): PermitItem[] => [...items].sort((a, b) => KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind))
const bare = (code: string): string => code.replace(/(?:00)+$/, '')

/** Whether a unit's region is the project's, or above or below it. */
export const isNear = (region: string, of: readonly string[]): boolean => of.some((code) => bare(code).startsWith(bare(region)) || bare(region).startsWith(bare(code)))
