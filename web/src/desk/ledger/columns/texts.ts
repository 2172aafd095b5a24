/** Knows what a cell of the ledger says in words: for the eye, for a screen reader, for the clipboard. */
import type { IssueSummary, LineClock } from '@/api/generated'
import { day, hour, moment, span, type Language } from '@/time/words'
import { marked } from '@/words/marked'
import { saidIn } from '@/words/named'
import type { ColumnKey } from './columns'

/** vue-i18n's `t`. */
export type Say = (key: string, named?: Record<string, unknown>) => string

export interface Telling {
  say: Say
  language: Language
  now: number
}

interface Named {
  name_zh: string
  name_en: string | null
}

export function named(name: Named | null | undefined, language: Language): string {
  if (!name) return ''
  return language === 'en' && name.name_en ? name.name_en : name.name_zh
}

/** 3月6日 23:59: a row has no room for the weekday, which its hint has. */
export function shortMoment(at: string, language: Language): string {
  return `${day(at, language)} ${hour(at)}`
}

const ENDED: readonly string[] = ['closed', 'closed_on_paper', 'merged', 'voided', 'suspended']

export function isResting(line: IssueSummary): boolean {
  return ENDED.includes(line.state)
}

/** 逾期 2 天 · 余 5 小时 */
export function remaining(line: IssueSummary, { say, now }: Telling): string {
  if (!line.due_at || isResting(line)) return ''
  const left = Date.parse(line.due_at) - now
  const { unit, count } = span(left)
  return say(left < 0 ? `ledger.late.${unit}` : `ledger.left.${unit}`, { n: count })
}

function light(line: IssueSummary, telling: Telling): string {
  if (isResting(line)) return named(line.names.state, telling.language)
  const left = remaining(line, telling)
  return [telling.say(`ledger.lights.${line.light}`), left].filter(Boolean).join(' ')
}

/** The last round of each clock, in the order that the policy has them. */
export function lastRounds(clocks: readonly LineClock[]): LineClock[] {
  const last = new Map<string, LineClock>()
  for (const clock of clocks) last.set(clock.code, clock)
  return [...last.values()]
}

function clockWords(line: IssueSummary, { say, language }: Telling): string {
  const title = (clock: LineClock): string => saidIn(language, clock, 'title')
  return lastRounds(line.clocks)
    .map((clock) => `${title(clock)} ${say(`ledger.conditions.${clock.condition}`)}`)
    .join(say('ledger.and'))
}

function nextStep({ next_step }: IssueSummary, { language }: Telling): string {
  if (!next_step) return ''
  return `${shortMoment(next_step.at, language)} ${saidIn(language, next_step, 'title')}`
}

export function recipients({ next_step }: IssueSummary, { say, language }: Telling): string {
  const titles = (next_step?.to ?? []).map((to) => to.person_name ?? saidIn(language, to, 'title'))
  return [...new Set(titles)].join(say('ledger.and'))
}

type Tell = (line: IssueSummary, telling: Telling) => string

const TELL: Readonly<Record<ColumnKey, Tell>> = {
  serial: (line) => line.serial,
  light,
  clocks: clockWords,
  region: (line, { language }) => named(line.names.region, language) || line.region,
  project: (line, { language }) => named(line.names.project, language),
  description: (line) => marked(line.description),
  category: (line, { language }) => named(line.names.category, language),
  unit: (line, { language }) => named(line.names.unit, language),
  person: (line) => line.person_name ?? '',
  due: (line, { language }) => (line.due_at ? shortMoment(line.due_at, language) : ''),
  progress: (line, { language }) => named(line.names.state, language),
  remaining,
  next: nextStep,
  next_to: recipients,
  severity: (line, { say }) => say(`ledger.severities.${line.severity}`),
  source: (line, { say }) => say(`ledger.sources.${line.source}`),
  stopped: (line, { say }) => (line.works_stopped ? say('ledger.stopped') : ''),
  flags: (line, { say }) => line.flags.map((flag) => say(`ledger.flags.${flag.replace(/-/g, '_')}`)).join(say('ledger.and')),
  supervision: (line, { say }) => (line.supervising_level ? say(`ledger.levels.${line.supervising_level}`) : ''),
  reported: (line, { language }) => shortMoment(line.reported_at, language),
  updated: (line, { language }) => shortMoment(line.updated_at, language),
  project_code: (line) => line.project_code ?? '',
}

export function cellText(key: ColumnKey, line: IssueSummary, telling: Telling): string {
  return TELL[key](line, telling)
}

const MOMENTS: Partial<Record<ColumnKey, (line: IssueSummary) => string | null>> = {
  due: (line) => line.due_at,
  reported: (line) => line.reported_at,
  updated: (line) => line.updated_at,
}

/** What the hint over a cell says: the whole of it, a moment with its weekday. */
export function cellHint(key: ColumnKey, line: IssueSummary, telling: Telling): string {
  const at = MOMENTS[key]?.(line)
  return at ? moment(at, telling.language) : cellText(key, line, telling)
}
