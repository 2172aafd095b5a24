/** Knows money as people write it, in 万元 or 亿元, and as it is kept: whole 分, so that no sum is off. */
import type { Language } from '@/time/words'

export const UNITS = ['wan', 'yi'] as const
export type MoneyUnit = (typeof UNITS)[number]
export type MoneyFault = 'unreadable' | 'negative' | 'too-much' | 'too-fine'
/** What was typed; null where nothing was. */
export type Money = { fen: number } | { fault: MoneyFault } | null

/** Digits behind the point that are still whole 分. */
const DIGITS: Record<MoneyUnit, number> = { wan: 6, yi: 10 }
/** What one project's plan of a year may be (`ledger/figures/limits.py`): from there on the unit was mistaken. */
export const MOST_FEN = 5_000 * 10 ** 10
const SHOWN = 4
const NUMBER = /^(\d+\.?\d*|\.\d+)(e\+?\d+)?$/i

export function moneyOf(typed: string, unit: MoneyUnit): Money {
  const plain = typed.normalize('NFKC').replace(/[\s,]/g, '')
  if (plain === '') return null
  const bare = plain.replace(/^[-−]/, '')
  if (!NUMBER.test(bare)) return { fault: 'unreadable' }
  if (bare !== plain) return { fault: 'negative' }
  const digits = DIGITS[unit]
  if (Number(plain) * 10 ** digits > MOST_FEN) return { fault: 'too-much' }
  if (/e/i.test(plain)) return { fault: 'unreadable' }
  const [whole = '', part = ''] = plain.split('.')
  if (part.replace(/0+$/, '').length > digits) return { fault: 'too-fine' }
  return { fen: Number(whole + part.slice(0, digits).padEnd(digits, '0')) }
}

/** How it would be typed. */
export function writtenIn(fen: number, unit: MoneyUnit): string {
  const text = String(Math.abs(fen)).padStart(DIGITS[unit] + 1, '0')
  const [whole, part] = [text.slice(0, -DIGITS[unit]), text.slice(-DIGITS[unit]).replace(/0+$/, '')]
  return `${fen < 0 ? '-' : ''}${whole}${part ? `.${part}` : ''}`
}

/** Amounts are said in 万元 or 亿元, in English in millions or billions: the words of `figures.amounts`. */
export type Size = 'less' | 'more'
const SIZES: Record<Language, Record<Size, number>> = {
  'zh-CN': { less: 10 ** DIGITS.wan, more: 10 ** DIGITS.yi },
  en: { less: 10 ** 8, more: 10 ** 11 },
}

/** The larger one where one of these amounts is a whole one of it. */
export function sizeOf(language: Language, ...amounts: readonly (number | null)[]): Size {
  return amounts.some((fen) => Math.abs(fen ?? 0) >= SIZES[language].more) ? 'more' : 'less'
}

/** How many of that size, thousands parted. */
export function inSize(language: Language, size: Size, fen: number): string {
  return (fen / SIZES[language][size]).toLocaleString('en', { maximumFractionDigits: SHOWN })
}
