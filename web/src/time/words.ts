/** Knows how moments are written: days with their weekday, in China's time, whatever zone the device believes in. */

export const ZONE = 'Asia/Shanghai'
const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS
const AHEAD_MS = 8 * HOUR_MS

export type Language = 'zh-CN' | 'en'

const formats = new Map<string, Intl.DateTimeFormat>()
const written = new Map<string, string>()

/** What a clock on a wall in China shows, as if it were UTC: the zone is eight hours ahead all year, which needs no format. */
function wall(at: string | number): string {
  return new Date(new Date(at).getTime() + AHEAD_MS).toISOString()
}

/** Making a format takes a phone as long as writing a thousand moments by it: each is made once, and a day written once. */
function ofDay(at: string | number, language: string, options: Intl.DateTimeFormatOptions): string {
  const kind = `${language} ${JSON.stringify(options)}`
  const key = `${kind} ${isoDay(at)}`
  let words = written.get(key)
  if (words !== undefined) return words
  let format = formats.get(kind)
  if (!format) formats.set(kind, (format = new Intl.DateTimeFormat(language, { timeZone: ZONE, ...options })))
  written.set(key, (words = format.format(new Date(at))))
  return words
}

/** 3月6日 · 6 Mar */
export function day(at: string | number, language: Language): string {
  return ofDay(at, language, { month: language === 'en' ? 'short' : 'long', day: 'numeric' })
}

/** 周五 · Fri */
export function weekday(at: string | number, language: Language): string {
  return ofDay(at, language, { weekday: 'short' })
}

/** 23:59 */
export function hour(at: string | number): string {
  return wall(at).slice(11, 16)
}

/** 3月6日 周五 23:59 · Fri 6 Mar 23:59 */
export function moment(at: string | number, language: Language): string {
  const [date, named] = [day(at, language), weekday(at, language)]
  return language === 'en' ? `${named} ${date} ${hour(at)}` : `${date} ${named} ${hour(at)}`
}

/** The day in China as 2026-03-06, as the API takes days. */
export function isoDay(at: string | number): string {
  return wall(at).slice(0, 10)
}

export interface Span {
  unit: 'day' | 'hour' | 'minute'
  count: number
}

/** A length of time by its largest unit, rounded down: what is left never reads longer than it is. */
export function span(ms: number): Span {
  const length = Math.abs(ms)
  if (length >= DAY_MS) return { unit: 'day', count: Math.floor(length / DAY_MS) }
  if (length >= HOUR_MS) return { unit: 'hour', count: Math.floor(length / HOUR_MS) }
  return { unit: 'minute', count: Math.floor(length / MINUTE_MS) }
}
