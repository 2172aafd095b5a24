/** Knows how an issue is spoken of beside its light: how late, how long yet, since when. */
import { span } from '@/time/words'

export type Say = (key: string, named?: Record<string, unknown>) => string

const ENDED: readonly string[] = ['closed', 'closed_on_paper', 'merged', 'voided', 'suspended']

export interface Stood {
  state: string
  voiding?: { cause?: string | null } | null
  void_cause?: string | null
}

/** The word for where an issue stands: what an undone import took back was reported in no error. */
export function stateKey({ state, voiding, void_cause: cause }: Stood): string {
  return `told.states.${voiding?.cause ?? cause ?? state}`
}

interface Standing extends Stood {
  light: string
  due_at: string | null
}

/** 红灯 逾期 2 天 · 已销号 */
export function lightWord({ light, due_at, ...stood }: Standing, now: number, say: Say): string {
  if (ENDED.includes(stood.state)) return say(stateKey(stood))
  const word = say(`told.lights.${light}`)
  if (!due_at) return word
  const left = Date.parse(due_at) - now
  const { unit, count } = span(left)
  return `${word} ${say(`told.${left < 0 ? 'late' : 'left'}.${unit}`, { n: count })}`
}

const HOUR_MS = 3_600_000

/** +2天3小时 from a moment; what is nearer than an hour says minutes. */
export function since(at: string, from: string, say: Say): string {
  const ms = Date.parse(at) - Date.parse(from)
  const hours = Math.floor(Math.abs(ms) / HOUR_MS)
  const sign = ms < 0 ? '−' : '+'
  if (hours === 0) return `${sign}${say('told.span.minutes', { m: Math.floor(Math.abs(ms) / 60_000) })}`
  if (hours < 24) return `${sign}${say('told.span.hours', { h: hours })}`
  return `${sign}${say('told.span.days', { d: Math.floor(hours / 24), h: hours % 24 })}`
}
