/** Knows what is written in the forms of the registry, and what is sent of it: a new entry, or what changes of one. */
import type { Absence, Duty, Holding, Level, Person, Role, Unit } from '@/api/generated'
import { levelOf } from '../../counted/levels'

export const KINDS = ['bureau', 'government', 'township', 'zone', 'enterprise', 'other'] as const
export const ROLES: readonly Role[] = ['inspector', 'unit_staff', 'supervisor', 'auditor', 'admin', 'security']

export interface UnitWords {
  id: string
  region: string
  name_zh: string
  name_en: string
  bureau: string
  kind: string
  parent: string
  phone: string
}

export interface DutyWords {
  role: string
  region: string
  unit: string
}

export interface AbsenceWords {
  since: string
  until: string
  reason: string
}

export interface PersonWords extends DutyWords {
  id: string
  name: string
  title: string
  phone: string
  email: string
  also: DutyWords[]
  absences: AbsenceWords[]
}

export interface HoldingWords {
  person: string
  since: string
  until: string
  deputy: boolean
}

type Said = Record<string, unknown>

export function unitWords(region: string, unit?: Unit): UnitWords {
  return {
    id: unit?.id ?? `${region}-`,
    region: unit?.region ?? region,
    name_zh: unit?.name_zh ?? '',
    name_en: unit?.name_en ?? '',
    bureau: unit?.bureau ?? '',
    kind: unit?.kind ?? 'bureau',
    parent: unit?.parent ?? '',
    phone: unit?.phone ?? '',
  }
}

/** Level follows the region: none is asked for. */
export function unitSaid(words: UnitWords): Said {
  return { ...trimmed(words), level: levelOf(words.region) }
}

const dutyWords = ({ role, region, unit_id }: Duty | Person): DutyWords => ({ role, region, unit: unit_id ?? '' })

export function personWords(region: string, unit: string, person?: Person): PersonWords {
  const first = person ? dutyWords(person) : { role: unit ? 'unit_staff' : '', region, unit }
  return {
    ...first,
    id: person?.id ?? '',
    name: person?.name ?? '',
    title: person?.title ?? '',
    phone: person?.phone ?? '',
    email: person?.email ?? '',
    also: (person?.also ?? []).map(dutyWords),
    absences: (person?.absences ?? []).map((absence) => ({ ...absence })),
  }
}

/** A supervisor is of the level of their region; one who stays where they are keeps the level they have. */
function duty({ role, region, unit }: DutyWords, before: readonly Duty[]): Duty {
  const same = before.find((one) => one.role === role && one.region === region && (one.unit_id ?? '') === unit)
  const level: Level | null = role === 'supervisor' ? (same?.level ?? levelOf(region)) : null
  return { role: role as Role, region, unit_id: unit || null, level }
}

export function personSaid(words: PersonWords, person?: Person): Said {
  const before: Duty[] = person ? [person, ...(person.also ?? [])] : []
  const { id, name, title, phone, email } = trimmed(words)
  const absences: Absence[] = words.absences.map((absence) => ({ ...absence, reason: absence.reason.trim() }))
  return { id, name, title, phone, email, ...duty(words, before), also: words.also.map((one) => duty(one, before)), absences }
}

export function holdingWords({ person_id, since, until, deputy }: Holding): HoldingWords {
  return { person: person_id, since: since ?? '', until: until ?? '', deputy: deputy ?? false }
}

export function holdersSaid(words: readonly HoldingWords[]): Holding[] {
  return words.filter(({ person }) => person).map(({ person, since, until, deputy }) => ({ person_id: person, since: since || null, until: until || null, deputy }))
}

/** What a new entry says: nothing of what was left empty. */
export function newSaid(said: Said): Said {
  return Object.fromEntries(Object.entries(said).filter(([, value]) => value !== '' && value !== null && !(Array.isArray(value) && value.length === 0)))
}

/** What is another than it was; null takes back what was emptied. */
export function changeOf(before: Said, after: Said): Said {
  const plain = (value: unknown): unknown => (value === '' || value === undefined || (Array.isArray(value) && value.length === 0) ? null : value)
  const other = Object.entries(after).filter(([name, value]) => JSON.stringify(plain(value)) !== JSON.stringify(plain(before[name])))
  return Object.fromEntries(other.map(([name, value]) => [name, plain(value)]))
}

function trimmed<Words extends object>(words: Words): Words {
  return Object.fromEntries(Object.entries(words).map(([name, value]) => [name, typeof value === 'string' ? value.trim() : value])) as Words
}
