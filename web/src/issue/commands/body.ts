/** Knows how what was filled in becomes the body of a command, and what is still missing. */
import type { Body } from '../asked/giving'
import { isTooLong, TEXT } from '@/words/length'
import type { Field } from './fields'

export type Values = Record<string, unknown>

export function shown(fields: readonly Field[], values: Values): Field[] {
  return fields.filter(({ when }) => !when || values[when.name] === when.is)
}

function isEmpty(value: unknown): boolean {
  if (typeof value === 'string') return value.trim() === ''
  return value === null || value === undefined || (Array.isArray(value) && value.length === 0)
}

/** `纬度, 经度` as a person reads it off a map; null where it says no place. */
export function placeIn(text: string): { latitude: number; longitude: number } | null {
  const [latitude = NaN, longitude = NaN, ...rest] = text.trim().split(/\s*[,，\s]\s*/).map(Number)
  return rest.length === 0 && Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180 ? { latitude, longitude } : null
}

const isAmiss = ({ kind }: Field, value: unknown): boolean => kind === 'place' && !isEmpty(value) && placeIn(String(value)) === null

export function missing(fields: readonly Field[], values: Values): string[] {
  return shown(fields, values).filter((field) => (field.required && isEmpty(values[field.name])) || isAmiss(field, values[field.name])).map(({ name }) => name)
}

/** How long the text of a field may be; nothing where it is none. */
export function mostOf({ kind, most }: Field): number | undefined {
  return most ?? (kind === 'area' || kind === 'lines' ? TEXT : undefined)
}

/** Those with more in them than the ledger takes. */
export function tooLong(fields: readonly Field[], values: Values): Field[] {
  return shown(fields, values).filter((field) => {
    const [most, text] = [mostOf(field), values[field.name]]
    return most !== undefined && typeof text === 'string' && isTooLong(text, most, field.kind === 'lines')
  })
}

const NUMBERS: readonly string[] = ['milestone', 'referral', 'instruction']

/** A field as the API takes it; what is empty is left out. */
function said({ name, kind }: Field, value: unknown): Body {
  if (isEmpty(value)) return {}
  const text = typeof value === 'string' ? value.trim() : ''
  if (kind === 'lines') return { [name]: text.split('\n').map((line) => line.trim()).filter(Boolean) }
  if (kind === 'place') return { [name]: placeIn(text) }
  if (kind === 'moment') return { [name]: `${text}:00+08:00` }
  if (kind === 'policy') return { policy: text.slice(0, text.lastIndexOf('/')), version: Number(text.slice(text.lastIndexOf('/') + 1)) }
  if (kind === 'choice' && (text === 'true' || text === 'false')) return { [name]: text === 'true' }
  if (NUMBERS.includes(kind)) return { [name]: Number(text) }
  return { [name]: typeof value === 'string' ? text : value }
}

export function bodyOf(fields: readonly Field[], values: Values): Body {
  const body = Object.assign({}, ...shown(fields, values).map((field) => said(field, values[field.name]))) as Body
  for (const { name, kind } of fields) if (kind === 'check' && !(name in body)) body[name] = false
  return body
}
