/** Knows the story of an issue as entries: what happened, who did it, what was said, which files were shown. */
import type { EventView } from '@/api/generated'
import { marked } from '@/words/marked'

export type Tone = 'plain' | 'raised' | 'good' | 'bad'

export interface Entry {
  version: number
  /** As the words of the timeline call the event: `issue_assigned`. */
  what: string
  at: string
  tone: Tone
  who: string | null
  /** What somebody wrote. */
  said: string[]
  /** Facts of the event by the name of their field. */
  facts: { name: string; value: string }[]
  files: string[]
  alerts: { id: string; to: string | null }[]
  policy: { name: string; version: number } | null
}

const TONES: Readonly<Record<string, Tone>> = {
  'escalation.fired.v1': 'raised', 'escalation.failed.v1': 'raised', 'reminder.sent.v1': 'raised', 'instruction.overdue.v1': 'raised',
  'issue.closed.v1': 'good', 'milestone.reached.v1': 'good', 'closure.returned.v1': 'bad', 'issue.reopened.v1': 'bad', 'issue.declined.v1': 'bad',
}
/** An issue is void by a cause of its own, which is no error of who reported it. */
const UNDONE: Readonly<Record<string, string>> = { import_undone: 'import_undone' }
/** Whose `reason` is a code of ours, and nobody's words. */
const CODED: ReadonlySet<string> = new Set(['escalation.deferred.v1', 'escalation.failed.v1'])
/** Whose `due_at` is when the step fell due, and not the end of a clock. */
const FIRED: ReadonlySet<string> = new Set(['escalation.fired.v1', 'escalation.failed.v1', 'escalation.deferred.v1'])
const SAID = ['reason', 'note', 'statement', 'measures', 'description', 'demand'] as const
const FACTS = ['instrument', 'obligation', 'unit_id', 'from_unit_id', 'person_id', 'due_at', 'until', 'due_on', 'percent', 'grade', 'result', 'on_site', 'name', 'into_serial', 'serial', 'case_number'] as const

/** Fields whose values are codes. */
const WORDED: ReadonlySet<string> = new Set(['grade', 'result', 'on_site', 'instrument', 'obligation'])

const texts = (value: unknown): string[] => (Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : [])

function saidIn({ type, data }: EventView, telling: Telling): string[] {
  const word = (name: string, text: string): string => (name === 'reason' && CODED.has(type) ? telling.word(name, text) : text)
  return [...SAID.flatMap((name) => (typeof data[name] === 'string' && data[name] ? [word(name, data[name])] : [])), ...texts(data['reasons'])].map(marked)
}

function filesIn(data: Record<string, unknown>): string[] {
  const evidence = Array.isArray(data['evidence']) ? (data['evidence'] as { sha256?: string | null }[]).flatMap(({ sha256 }) => sha256 ?? []) : []
  return [...new Set([...texts(data['attachments']), ...evidence])]
}

function alertsIn(event: EventView): Entry['alerts'] {
  const alerts = Array.isArray(event.data['alerts']) ? (event.data['alerts'] as { alert_id?: string; recipient_person_id?: string | null }[]) : []
  return alerts.flatMap(({ alert_id, recipient_person_id: to }) => (alert_id ? [{ id: alert_id, to: to ? (event.persons[to] ?? to) : null }] : []))
}

function policyIn({ policy, policy_version }: Record<string, unknown>): Entry['policy'] {
  return typeof policy === 'string' && typeof policy_version === 'number' ? { name: policy, version: policy_version } : null
}

export interface Telling {
  unit: (named: { name_zh: string; name_en: string }) => string
  moment: (at: string) => string
  word: (field: string, value: string) => string
}

function factsIn(event: EventView, telling: Telling): Entry['facts'] {
  return FACTS.flatMap((name): Entry['facts'] => {
    const value = event.data[name]
    if (value === null || value === undefined || value === '' || value === false) return []
    const text = String(value)
    if (name === 'unit_id' || name === 'from_unit_id') {
      const unit = event.units[text]
      return [{ name, value: unit ? telling.unit(unit) : text }]
    }
    if (name === 'person_id') return [{ name, value: event.persons[text] ?? text }]
    if (name === 'percent') return [{ name, value: `${text}%` }]
    if (name === 'due_at' && FIRED.has(event.type)) return [{ name: 'fired_at', value: telling.moment(text) }]
    if (name === 'due_at' || name === 'until') return [{ name, value: telling.moment(text) }]
    return [{ name, value: WORDED.has(name) ? telling.word(name, text) : text }]
  })
}

export function entries(events: readonly EventView[], telling: Telling): Entry[] {
  return events.map((event) => ({
    version: event.version,
    what: UNDONE[String(event.data['cause'])] ?? event.type.replace(/\.v\d+$/, '').replace('.', '_'),
    at: event.at,
    tone: TONES[event.type] ?? 'plain',
    who: event.actor.role ? (event.persons[event.actor.person_id] ?? event.actor.person_id) : null,
    said: saidIn(event, telling),
    facts: factsIn(event, telling),
    files: filesIn(event.data),
    alerts: alertsIn(event),
    policy: policyIn(event.data),
  }))
}
