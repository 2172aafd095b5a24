/** Knows what is typed of a project's month: begun from what was reported before, checked field by field, made a figure of. */
import type { FigureToJudge, FigureView, Kind, Stage } from '@/api/generated'
import { isTooLong, NAME } from '@/words/length'
import { moneyOf, writtenIn, type MoneyFault, type MoneyUnit } from '../money'
import type { Beside } from '../months'
import { MONTHS } from '../path'

export const STAGES: readonly Stage[] = ['planned', 'reserve', 'preliminary', 'started', 'building', 'stopped', 'resumed', 'completed', 'producing', 'terminated']
const WORKING: readonly string[] = ['started', 'building', 'resumed', 'completed', 'producing']
const WHOLE = 100
const HUNDREDTHS = 100
const MISTAKEN = 5_000
const PROGRESS = /^\d{1,3}(\.\d{1,2})?$/

export interface Entry {
  month: string
  unit: MoneyUnit
  plan: string
  done: string
  progress: string
  stage: string
  kind: string
  started: string
  due: string
  complete: string
  produce: string
  leader: string
  /** The year's plan by month, January first; all blank where there is none. */
  path: string[]
  note: string
}

/** One month of the plan by month is a field of its own, counted from 0. */
export type Field = Exclude<keyof Entry, 'unit'> | `path.${number}`
export type Lack = MoneyFault | 'empty' | 'progress' | 'long' | 'future-month' | 'future-day' | 'unit-jump'
export type Faults = Partial<Record<Field, Lack>>

/** What a month is filled in from: its own figure where that is to be corrected, else the plan and the stage of the last one. */
export function newEntry(month: string, { figure, before }: Beside, unit: MoneyUnit = 'wan'): Entry {
  const from = figure ?? before
  const ofYear = figure ?? (before?.month.slice(0, 4) === month.slice(0, 4) ? before : null)
  const money = (fen: number | null | undefined): string => (fen === null || fen === undefined ? '' : writtenIn(fen, unit))
  return {
    month,
    unit,
    plan: money(ofYear?.plan_year),
    done: money(figure?.done_year),
    progress: figure?.progress === null || figure === null ? '' : String(figure.progress / HUNDREDTHS),
    stage: from?.stage ?? '',
    // What was new last year is carried over in this one.
    kind: ofYear?.kind ?? (from?.started_on ? 'carried-over' : (from?.kind ?? '')),
    started: from?.started_on ?? '',
    due: from?.due_start ?? '',
    complete: from?.due_complete ?? '',
    produce: from?.due_produce ?? '',
    leader: from?.leader ?? '',
    path: Array.from({ length: MONTHS }, (_, place) => money(ofYear?.plan_months?.[place])),
    note: figure?.note ?? '',
  }
}

/** What was typed before the form asked as much as it does: a draft is kept on a phone for as long as it takes. */
export function wholeEntry(kept: Pick<Entry, 'month' | 'unit'> & Partial<Entry>, beside: Beside): Entry {
  return { ...newEntry(kept.month, beside, kept.unit), ...kept }
}

/** The same amounts in another unit. */
export function changedUnit(entry: Entry, unit: MoneyUnit): Entry {
  const moved = (typed: string): string => {
    const money = moneyOf(typed, entry.unit)
    return money && 'fen' in money ? writtenIn(money.fen, unit) : typed
  }
  return { ...entry, unit, plan: moved(entry.plan), done: moved(entry.done), path: entry.path.map(moved) }
}

export function fenOf(entry: Entry, field: 'plan' | 'done'): number | null {
  const money = moneyOf(entry[field], entry.unit)
  return money && 'fen' in money ? money.fen : null
}

/** Null where nobody filled in a month; of some, what is blank adds nothing. */
export function pathOf(entry: Entry): number[] | null {
  const months = entry.path.map((typed) => moneyOf(typed, entry.unit))
  return months.every((money) => money === null) ? null : months.map((money) => (money && 'fen' in money ? money.fen : 0))
}

export function progressOf(entry: Entry): number | null {
  const plain = entry.progress.normalize('NFKC').replace(/[\s%]/g, '')
  const hundredths = Math.round(Number(plain) * HUNDREDTHS)
  return PROGRESS.test(plain) && hundredths <= WHOLE * HUNDREDTHS ? hundredths : null
}

/** 万元 taken for 亿元 in the year's plan, which the ledger refuses (`ledger/figures/limits.py`). */
function isMistakenUnit(entry: Entry, before: FigureView | null): boolean {
  const [plan, planBefore] = [fenOf(entry, 'plan'), before?.month.slice(0, 4) === entry.month.slice(0, 4) ? before.plan_year : null]
  return Boolean(plan && planBefore && Math.max(plan, planBefore) >= Math.min(plan, planBefore) * MISTAKEN)
}

/** Which field cannot be as it is; `today` is the ledger's day, `before` the last figure of an earlier month. */
export function faultsOf(entry: Entry, today: string, before: FigureView | null): Faults {
  const faults: Faults = {}
  for (const field of ['plan', 'done'] as const) {
    const money = moneyOf(entry[field], entry.unit)
    if (money === null) faults[field] = 'empty'
    else if ('fault' in money) faults[field] = money.fault
  }
  if (isMistakenUnit(entry, before)) faults.plan = 'unit-jump'
  if (entry.month > today.slice(0, 7)) faults.month = 'future-month'
  if (entry.progress.trim() !== '' && progressOf(entry) === null) faults.progress = 'progress'
  if (entry.stage === '') faults.stage = 'empty'
  if (entry.started > today) faults.started = 'future-day'
  if (isTooLong(entry.leader, NAME)) faults.leader = 'long'
  if (isTooLong(entry.note, NAME)) faults.note = 'long'
  for (const [place, typed] of entry.path.entries()) {
    const money = moneyOf(typed, entry.unit)
    if (money && 'fault' in money) faults[`path.${place}`] = money.fault
  }
  return faults
}

function worksAgain(entry: Entry, from: FigureView | null): boolean | null {
  if (entry.kind !== 'carried-over') return null
  if (entry.stage === 'stopped') return false
  return WORKING.includes(entry.stage) ? true : (from?.resumed ?? null)
}

/** The figure as it is sent. What the form does not ask is said as before, since a figure stands for itself; in which
 * programmes the project is, and a plan by month that is blank, the ledger keeps as it knew them. */
export function figureOf(entry: Entry, { figure, before }: Beside, project: string, unit: string | null): FigureToJudge {
  const from = figure ?? before
  const path = pathOf(entry)
  return {
    project,
    month: entry.month,
    kind: (entry.kind || null) as Kind | null,
    stage: (entry.stage || null) as Stage | null,
    plan_year: fenOf(entry, 'plan'),
    done_year: fenOf(entry, 'done'),
    total: from?.total ?? null,
    progress: progressOf(entry),
    due_start: entry.due || null,
    due_complete: entry.complete || null,
    due_produce: entry.produce || null,
    leader: entry.leader.trim(),
    ...(path && { plan_months: path as FigureToJudge['plan_months'] }),
    started_on: entry.started || null,
    resumed: worksAgain(entry, from),
    ...(from && from.region_count > 0 && { region_count: from.region_count }),
    ...(from?.zone && { zone: from.zone }),
    unit: figure?.unit || unit || '',
    note: entry.note.trim(),
  }
}
