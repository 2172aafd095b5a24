/** Knows what is said of a complaint before it is sent, what is wrong of it, and how fees are written in 元. */
import type { ComplaintKind, ComplaintView, DutyView, NewComplaint } from '@/api/generated'
import { Problem } from '@/api/problem'
import { isNear } from '../projects/permits/permits'
import { stem } from '../scope/scope'

/** In the order of the notice. */
export const KINDS: readonly ComplaintKind[] = ['monopoly', 'overcharging', 'too-many', 'too-slow', 'irregular', 'other']
const PROJECT = /^\d{4}-\d{6}-\d{2}-\d{2}-\d{6}$/
const SERIAL = /^\d{6}-\d{4}-\d{5,}$/
const FEE = /^\d{1,11}(\.\d{1,2})?$/
const MOST_DAYS = 3660

/** A complaint as a form has it: nothing is an empty text. */
export interface Said {
  intermediary: string
  region: string
  kind: ComplaintKind
  service: string
  fee: string
  days: number | null
  asked_of: string
  received_on: string
  project: string
  issue: string
  words: string
}

export function saidOf(item: ComplaintView | null, region: string, today: string): Said {
  if (!item) return { intermediary: '', region, kind: 'overcharging', service: '', fee: '', days: null, asked_of: '', received_on: today, project: '', issue: '', words: '' }
  const { intermediary, kind, service, days, asked_of, received_on, words } = item
  return { intermediary, kind, service, days, asked_of, received_on, words, region: item.region, fee: item.fee === null ? '' : yuan(item.fee), project: item.project ?? '', issue: item.issue ?? '' }
}

export function reportOf(said: Said, id: string, corrects: string | null): NewComplaint {
  const { kind, region, days, asked_of, received_on } = said
  const [intermediary, service, words] = [said.intermediary.trim(), said.service.trim(), said.words.trim()]
  return { report_id: id, corrects, kind, region, days, asked_of, received_on, intermediary, service, words, fee: fenOf(said.fee), project: said.project.trim() || null, issue: said.issue.trim() || null }
}

export type Faults = Partial<Record<keyof Said, string>>

/** What is wrong, by field, as words under `complaints.faults`. */
export function faultsOf(said: Said, today: string): Faults {
  const found: Faults = {}
  if (!said.intermediary.trim()) found.intermediary = 'intermediary'
  if (!said.service.trim()) found.service = 'service'
  if (!said.region) found.region = 'region'
  if (!said.asked_of) found.asked_of = 'asked_of'
  if (said.fee.trim() && !FEE.test(plain(said.fee))) found.fee = 'fee'
  if (said.days !== null && !(Number.isInteger(said.days) && said.days >= 0 && said.days <= MOST_DAYS)) found.days = 'days'
  if (!said.received_on) found.received_on = 'received_on'
  else if (said.received_on > today) found.received_on = 'future'
  if (said.project.trim() && !PROJECT.test(said.project.trim())) found.project = 'project'
  if (said.issue.trim() && !SERIAL.test(said.issue.trim())) found.issue = 'issue'
  if (said.kind === 'other' && !said.words.trim()) found.words = 'words'
  return found
}

/** What the server finds wrong at a field; null where it is nothing of it. */
export function refusedAt(error: unknown, field: string): string | null {
  return error instanceof Problem ? (error.faults.find(({ path }) => path === `$.${field}`)?.message ?? null) : null
}

/** Whether complaints of a region are one's to enter: within a supervisor's own, or near that of a unit that receives them. */
export function mayEnterIn(code: string, duties: readonly Pick<DutyView, 'role' | 'region'>[]): boolean {
  return duties.some(({ role, region }) => (role === 'supervisor' && code.startsWith(stem(region))) || (role === 'unit_staff' && isNear(code, [region])))
}

const plain = (typed: string): string => typed.normalize('NFKC').replace(/[\s,]/g, '')

/** 分 of what was typed in 元; no float on the way. */
function fenOf(typed: string): number | null {
  if (!typed.trim()) return null
  const [whole = '', part = ''] = plain(typed).split('.')
  return Number(whole + part.padEnd(2, '0'))
}

/** 26000.50 of 2600050; whole 元 without a point. */
export function yuan(fen: number): string {
  const part = fen % 100
  return `${Math.floor(fen / 100)}${part ? `.${String(part).padStart(2, '0')}` : ''}`
}

/** The same with its thousands parted, as a table has it. */
export const shownYuan = (fen: number): string => new Intl.NumberFormat('en', { minimumFractionDigits: fen % 100 ? 2 : 0 }).format(fen / 100)

/** This month and those before it, the last one first. */
export function monthsUntil(day: string, count: number): string[] {
  const last = Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1
  return Array.from({ length: count }, (_, back) => `${Math.floor((last - back) / 12)}-${String(((last - back) % 12) + 1).padStart(2, '0')}`)
}
