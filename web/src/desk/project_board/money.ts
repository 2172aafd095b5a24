/** Knows how money of projects, in 分, is written on the board: in 亿元 to two decimals, in English in millions of yuan. */
const HUNDRED_MILLION = 10 ** 10
const MILLION = 10 ** 8

export function moneyIn(language: string, fen: number): string {
  const english = language === 'en'
  return new Intl.NumberFormat('en', { maximumFractionDigits: english ? 0 : 2 }).format(fen / (english ? MILLION : HUNDRED_MILLION))
}
