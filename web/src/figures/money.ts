/** Knows money as people write it, in 万元 or 亿元, and as it is kept: whole 分, so that no sum is off. */

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

/** In which unit people say amounts together: in 亿元 where one of them is a whole one. */
export function unitOf(...amounts: readonly (number | null)[]): MoneyUnit {
  return amounts.some((fen) => Math.abs(fen ?? 0) >= 10 ** DIGITS.yi) ? 'yi' : 'wan'
}

/** As people read it, thousands parted. */
export function inUnit(fen: number, unit: MoneyUnit): string {
  return (fen / 10 ** DIGITS[unit]).toLocaleString('en', { maximumFractionDigits: SHOWN })
}
