/** Knows how moments are written: days with their weekday, in China's time, whatever zone the device believes in. */

export const ZONE = 'Asia/Shanghai'
const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS

export type Language = 'zh-CN' | 'en'

const formats = new Map<string, Intl.DateTimeFormat>()

/** Making a format takes a phone as long as writing a thousand moments by it: each is made once. */
function parts(at: string | number, language: string, options: Intl.DateTimeFormatOptions): string {
  const key = `${language} ${JSON.stringify(options)}`
  let format = formats.get(key)
  if (!format) formats.set(key, (format = new Intl.DateTimeFormat(language, { timeZone: ZONE, ...options })))
  return format.format(new Date(at))
}

/** 3月6日 · 6 Mar */
export function day(at: string | number, language: Language): string {
  return parts(at, language, { month: language === 'en' ? 'short' : 'long', day: 'numeric' })
}

/** 周五 · Fri */
export function weekday(at: string | number, language: Language): string {
  return parts(at, language, { weekday: 'short' })
}

/** 23:59 */
export function hour(at: string | number): string {
  return parts(at, 'en', { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
}

/** 3月6日 周五 23:59 · Fri 6 Mar 23:59 */
export function moment(at: string | number, language: Language): string {
  const [date, named] = [day(at, language), weekday(at, language)]
  return language === 'en' ? `${named} ${date} ${hour(at)}` : `${date} ${named} ${hour(at)}`
}

/** The day in China as 2026-03-06, as the API takes days. */
export function isoDay(at: string | number): string {
  return parts(at, 'en-CA', { year: 'numeric', month: '2-digit', day: '2-digit' })
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
